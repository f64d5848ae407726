"""What each submitted form does: one order to the newsroom, and the view that says what became of it.

A form that the newsroom refuses comes back as it was filled in, with the reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from digestbot.slack import answers, forms, names, orders, reading
from digestbot.slack.asking import Asked
from digestbot.slack.commands import Command, argument_of
from digestbot.slack.listening import Filled, Kit
from digestbot.types import Channel, Preview, Verdict
from digestbot.urls import redact

View = dict[str, Any]


class AddressForm(Filled):
    """First step of a new source."""

    title = "Add a source"
    for_admins = True
    shared = True

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        self.url, self.wrong = reading.address(asked)

    async def work(self) -> View:
        return forms.source(await self.kit.desk.find_source(self.url), self.kit.desk.topics())

    def again(self, problem: str) -> View:
        return forms.address(self.url, problem)


class SourceForm(Filled):
    """Second step of a new source."""

    title = "Add a source"
    for_admins = True
    shared = True

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        kept = reading.metadata(asked)
        self.url, self.kind = kept["url"], kept["kind"]
        self.name = reading.value(asked, "title")
        self.topics = reading.values(asked, "topics")

    async def work(self) -> View:
        source = await self.kit.desk.add_source(self.url, self.asked.user, self.kind, self.name, self.topics)
        told = f"{source.title or redact(source.url)} is watched now, as {source.id}. It is read at the next round. ✅"
        return forms.told("Added", answers.plain(told))

    def again(self, problem: str) -> View:
        found = Preview(self.url, self.kind, self.name, (), 0)
        return forms.source(found, self.kit.desk.topics(), title=self.name, chosen=self.topics, problem=problem)


class ChannelForm(Filled):
    """A channel's schedule."""

    title = "Schedule"
    for_admins = True

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        self.fields, self.wrong = reading.channel(asked)

    async def work(self) -> View:
        channel = await self.kit.desk.set_channel(self.fields, self.asked.user)
        told = answers.schedule(channel, await self.kit.desk.next_digest(channel.channel))
        return forms.told("Saved", answers.plain(f"{forms.called(channel.channel)}: {told}. ✅"))

    def again(self, problem: str) -> View:
        fields = self.fields
        asked_for = Channel(
            channel=fields["channel"],
            topics=tuple(fields["topics"]),
            at=time.fromisoformat(fields["at"]),
            days=tuple(fields["days"]),
            timezone=fields["timezone"],
            max_stories=fields["max_stories"],
            quiet_day=fields["quiet_day"],
            weekly=fields["weekly"],
            alerts=tuple(fields["alerts"]),
        )
        topics = self.kit.desk.topics()
        return forms.channel(asked_for.channel, asked_for, topics, timezone=asked_for.timezone, problem=problem)


class TopicsForm(Filled):
    """What an article is really about."""

    title = "Wrong topic"

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        self.item = int(reading.metadata(asked)["item"])
        self.topics = reading.values(asked, "topics")

    async def work(self) -> View:
        verdict: Verdict = "topics" if self.topics else "not-relevant"
        await self.kit.desk.label(self.item, self.asked.user, verdict, self.topics)
        await self.kit.desk.show(self.item)
        labels = [topic.label for topic in self.kit.desk.topics() if topic.id in self.topics]
        told = f"Noted: {', '.join(labels)}." if labels else "Noted: it is not for us."
        return forms.told("Thank you", answers.plain(f"{told} The model learns from it tonight. 🎓"))

    def again(self, problem: str) -> View:
        return forms.correction(self.item, self.kit.desk.topics(), None, chosen=self.topics, problem=problem)


class TopicForm(Filled):
    """A topic of the team's own."""

    title = "New topic"
    for_admins = True
    shared = True

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        self.fields, self.wrong = reading.topic(asked, tuple(topic.id for topic in kit.desk.topics()))

    async def work(self) -> View:
        topic = await self.kit.desk.add_topic(self.fields, self.asked.user)
        told = f"{topic.emoji} {topic.label} is a topic now: topic:{topic.id}. New articles are judged by it. ✅"
        return forms.told("Added", answers.plain(told))

    def again(self, problem: str) -> View:
        return forms.topic(self.fields, problem)


class UncertainForm(Filled):
    """Labels for the articles that the model is least sure of."""

    title = "Label five"

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        self.given = {block: reading.value(asked, block) for block in asked.state}
        named = {int(block.removeprefix("item-")): verdict for block, verdict in self.given.items()}
        self.relevant = {item: verdict == "relevant" for item, verdict in named.items() if verdict}

    async def work(self) -> View:
        for item, relevant in self.relevant.items():
            await self.kit.desk.label(item, self.asked.user, "relevant" if relevant else "not-relevant", ())
            await self.kit.desk.show(item)
        told = f"{len(self.relevant)} labelled. The model learns from them tonight. 🎓"
        return forms.told("Thank you", answers.plain(told))

    def again(self, problem: str) -> View:
        return forms.again(names.UNCERTAIN_FORM, self.asked.view, self.given, problem)


class ArgumentForm(Filled):
    """The one thing that a command needs."""

    title = "/digest"

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        kept = reading.metadata(asked)
        self.verb, self.channel, self.channel_name = kept["verb"], kept["channel"], kept["channel_name"]
        self.argument = argument_of(self.verb, reading.value(asked, "argument"))

    async def work(self) -> View:
        there = replace(self.asked, channel=self.channel, channel_name=self.channel_name)
        shown = await orders.carry_out(self.kit, there, Command(self.verb, self.argument))
        return forms.told(f"/digest {self.verb}", shown)

    def again(self, problem: str) -> View:
        return forms.argument(self.verb, self.channel, self.channel_name, given=self.argument, problem=problem)


FORMS: dict[str, type[Filled]] = {
    names.ADDRESS_FORM: AddressForm,
    names.SOURCE_FORM: SourceForm,
    names.CHANNEL_FORM: ChannelForm,
    names.TOPICS_FORM: TopicsForm,
    names.TOPIC_FORM: TopicForm,
    names.UNCERTAIN_FORM: UncertainForm,
    names.ARGUMENT_FORM: ArgumentForm,
}
