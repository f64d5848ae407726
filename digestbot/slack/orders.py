"""A typed command → one question or order to the newsroom → its answer as messages. Opens no form."""

from __future__ import annotations

import re

from digestbot.errors import DigestbotError
from digestbot.render import slack_answers
from digestbot.slack import answers, names, setup
from digestbot.slack.asking import Asked
from digestbot.slack.commands import Command, unlinked
from digestbot.slack.forms import called
from digestbot.slack.listening import Kit
from digestbot.slack.places import configured, here
from digestbot.text import is_number
from digestbot.types import Message
from digestbot.workspace import HOME

LOG_SHOWN = 20
_BETWEEN = re.compile(r"\s+and\s+|,?\s+|(?<=[0-9]),(?=[0-9]+$)")  # 12 34, 12,34, 12 and 34
PERSON = re.compile(r"[UW][A-Z0-9]+")  # Slack's id of one; orders from the command line have other names


async def carry_out(kit: Kit, asked: Asked, command: Command) -> tuple[Message, ...]:
    """The answer to every command that needs no form. Raises DigestbotError."""
    if not await may(kit, asked.user, command):
        return answers.refusal(f"/digest {command.verb} {command.argument}".strip())
    desk, argument, user = kit.desk, command.argument, asked.user
    match command.verb:
        case "preview":
            return await desk.preview(await configured(kit, asked), weekly=argument.lower() in ("weekly", "week"))
        case "now":
            return await _now(kit, asked)
        case "topics":
            return answers.topics(desk.topics())
        case "sources":
            return answers.sources(await desk.health())
        case "health":
            return slack_answers.health(await desk.health())
        case "pause" | "resume":
            source = await desk.set_paused(argument, command.verb == "pause", user)
            done = "Paused" if source.paused else "Watching again"
            return answers.plain(f"{done}: {source.title or source.id}. ✅")
        case "remove":
            source = await desk.remove_source(argument, user)
            told = "What it brought stays in the archive; /digest log has the number to undo this by."
            return answers.plain(f"Watched no longer: {source.title or source.id}. ✅ {told}")
        case "channel":
            channel = await desk.remove_channel(await configured(kit, asked), user)
            back = "/digest channel sets one up again; /digest log has the number to undo this by."
            return answers.plain(f"{called(channel.channel)} gets no digest any more. ✅ {back}")
        case "why":
            return (slack_answers.why(await desk.why(argument, await configured(kit, asked))),)
        case "story":
            return answers.story(await desk.story(argument, await _digested(kit, asked) or ""))
        case "split":
            return answers.ruled((await desk.split_story(argument, user))[0])
        case "merge":
            return answers.ruled((await desk.merge_stories(*_two(argument), user))[0])
        case "deadlines":
            return await _deadlines(kit, asked)
        case "coverage":
            return answers.coverage(await desk.coverage())
        case "log":
            return await _log(kit)
        case "undo":
            if not is_number(argument):
                raise DigestbotError(f"{argument!r} is no number of a change: /digest log lists them.")
            change = await desk.undo(int(argument), user)
            return answers.plain(f"Undone: {answers.told(change)}. ✅")
        case "setup":
            return answers.checks(await setup.examine(kit.config, kit.client.token))
    return (answers.helping(command.unknown),)


def _two(argument: str) -> tuple[str, str]:
    named = [unlinked(one) for one in _BETWEEN.split(argument) if one]
    if len(named) != 2:
        raise DigestbotError("Two articles are wanted, by address or id: /digest merge 12 34")
    return named[0], named[1]


async def may(kit: Kit, user: str, command: Command) -> bool:
    """Whether somebody may give an order: what every workspace shares is changed by home's admins only."""
    if command.shared and kit.workspace != HOME:
        return False
    return not command.for_admins or await kit.admins.are(user)


async def _now(kit: Kit, asked: Asked) -> tuple[Message, ...]:
    channel = await configured(kit, asked)
    began = kit.desk.now()
    delivery = await kit.desk.send_now(channel, asked.user)
    return answers.sent(delivery, already=delivery.window_end < began)


async def _log(kit: Kit) -> tuple[Message, ...]:
    found = await kit.desk.log(LOG_SHOWN)
    users = {user for change in found for user in (change.user, change.undone_by) if user and PERSON.fullmatch(user)}
    return answers.changes(found, kit.desk.now(), {user: await kit.admins.name(user) for user in users})


async def _deadlines(kit: Kit, asked: Asked) -> tuple[Message, ...]:
    """For the channel's topics where it has any, else of everything."""
    found = await kit.desk.deadlines(await _digested(kit, asked))
    return slack_answers.deadlines(found, kit.desk.now().date())


async def _digested(kit: Kit, asked: Asked) -> str | None:
    """The channel where somebody asks, if it gets a digest."""
    if not asked.channel or asked.channel.startswith("D"):
        return None
    name = await here(kit, asked)
    return name if any(channel.channel == name for channel in kit.desk.channels()) else None


async def pass_on(kit: Kit, asked: Asked) -> tuple[Message, ...]:
    """Somebody wants an admin to do something: tell the admins' channel, or each admin; or, where an admin asks for
    what is home's to do, those who run the bot. What was told to the asker.
    """
    if kit.workspace != HOME and await kit.admins.are(asked.user):
        await kit.desk.tell_operator(f"An admin of workspace {kit.workspace.team} asks for: {asked.value}")
        return answers.plain("Passed on to those who run this bot. 🙋")
    message = answers.passed_on(asked.user, asked.value, asked.channel)
    channel = kit.desk.admin_channel()
    to = [channel] if channel else list(await kit.admins.named())[: names.ADMINS_ASKED]
    for one in to:
        await kit.client.chat_postMessage(channel=one, text=message.text, blocks=[dict(b) for b in message.blocks])
    if not to:
        return answers.plain("No admin is named in settings.yaml: please ask an admin of this workspace yourself.")
    return answers.plain("Passed on. 🙋 An admin will see it.")
