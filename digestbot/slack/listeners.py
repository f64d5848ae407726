"""What commands, buttons and events do: each one call of the newsroom, and its answer shown where it was asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from digestbot.deliver.calls import answer
from digestbot.errors import DigestbotError
from digestbot.render import actions, slack_answers
from digestbot.slack import answers, commands, forms, orders
from digestbot.slack.asking import Asked
from digestbot.slack.commands import Command
from digestbot.slack.home import Home, view
from digestbot.slack.listening import Kit, change_form, open_form
from digestbot.slack.places import configured, here, of_person
from digestbot.slack.replying import reply
from digestbot.text import shorten
from digestbot.types import Item
from digestbot.workspace import HOME

# Seconds a form waits for what it would be filled in with: its trigger lives three, and it opens without as well.
PREFILL_WITHIN = 1.0
HOME_SAVED = 10
LABELLED = 5


async def news(kit: Kit, asked: Asked) -> None:
    """``/news WORDS``; the word help alone is a question about it, in quotes it is searched for."""
    if commands.asks_for_help(asked.text):
        await reply(kit.client, asked, (answers.helping(),))
        return
    page = await kit.desk.search(commands.unlinked(asked.text), 0)
    await reply(kit.client, asked, (slack_answers.search(page),))


async def digest(kit: Kit, asked: Asked) -> None:
    """``/digest …``"""
    await _command(kit, asked, commands.parse(asked.text))


async def verb_pressed(kit: Kit, asked: Asked) -> None:
    """A button that does what ``/digest VERB`` does."""
    await _command(kit, asked, commands.parse(asked.value))


async def _command(kit: Kit, asked: Asked, command: Command) -> None:
    form = await _form(kit, asked, command)
    if form is not None:
        await open_form(kit, asked, form)
    elif await kit.desk.first_time(asked.key):
        shown = await orders.carry_out(kit, asked, command)
        if asked.in_home:
            await open_form(kit, asked, forms.told(f"/digest {command.verb}", shown))
        else:
            await reply(kit.client, asked, shown)


async def _form(kit: Kit, asked: Asked, command: Command) -> dict[str, object] | None:
    """The form that a command opens; None for one that is answered at once, as a refusal is."""
    if not await orders.may(kit, asked.user, command):
        return None
    match command.verb:
        case "add":
            return forms.address(command.argument)
        case "topic":
            return forms.topic({"label": command.argument})
        case "channel" if not command.ends_digest:
            name = await here(kit, asked)
            known = next((one for one in kit.desk.channels() if one.channel == name), None)
            return forms.channel(name, known, kit.desk.topics(), timezone=kit.config.settings.service.timezone)
        case verb if verb in commands.ARGUMENTS and not command.argument:
            return forms.argument(verb, asked.channel, asked.channel_name)
    return None


async def _again(kit: Kit, asked: Asked) -> bool:
    """Whether somebody has pressed this very button before, for what others would see twice; they are told so."""
    if await kit.desk.first_time(kit.workspace.address(asked.press_key)):
        return False
    await reply(kit.client, asked, answers.plain("That is done already."))
    return True


async def ask_admin(kit: Kit, asked: Asked) -> None:
    if await _again(kit, asked):
        return
    await reply(kit.client, asked, await orders.pass_on(kit, asked), replace=asked.ephemeral)


async def search_page(kit: Kit, asked: Asked) -> None:
    """Another page of a search, in place of the one shown."""
    offset, query = _page(asked)
    page = await kit.desk.search(query, offset)
    if asked.view:
        await change_form(kit, asked.view["id"], forms.told("Search", (slack_answers.search(page, share=False),)))
    else:
        await reply(kit.client, asked, (slack_answers.search(page),), replace=asked.ephemeral)


async def search_share(kit: Kit, asked: Asked) -> None:
    if await _again(kit, asked):
        return
    offset, query = _page(asked)
    page = await kit.desk.search(query, offset)
    await reply(kit.client, asked, (slack_answers.search(page, share=False),), public=True)


async def search_save(kit: Kit, asked: Asked) -> None:
    await _keep_search(kit, asked, alert=False)


async def search_alert(kit: Kit, asked: Asked) -> None:
    await _keep_search(kit, asked, alert=True)


async def _keep_search(kit: Kit, asked: Asked, *, alert: bool) -> None:
    _, query = _page(asked)
    kept = await kit.desk.save_search(asked.user, query, alert)
    told = "I tell you at once when something new matches" if alert else "Saved; it is on your Home tab"
    await reply(kit.client, asked, answers.plain(f"{told}: {shorten(kept.query, 200)}"))


def _page(asked: Asked) -> tuple[int, str]:
    found = actions.read_page(asked.value)
    if found is None:
        raise DigestbotError("That button is from an older version: please search again.")
    return found


async def story(kit: Kit, asked: Asked) -> None:
    """A story's button, or an option of its menu."""
    pressed = actions.read(asked.action_id, asked.value)
    if pressed is None:
        raise DigestbotError("That button is from an older version: a newer digest has working ones.")
    if pressed.verb == actions.WRONG_TOPIC:
        item = await _in_time(kit, pressed.item_id)
        await open_form(kit, asked, forms.correction(pressed.item_id, kit.desk.topics(), item))
        return
    if not await kit.desk.first_time(asked.key):
        return
    match pressed.verb:
        case actions.USEFUL:
            await kit.desk.label(pressed.item_id, asked.user, "useful", ())
            shown = answers.plain("👍 Noted: more like this.")
        case actions.RELEVANT:
            await kit.desk.label(pressed.item_id, asked.user, "relevant", ())
            shown = answers.plain("👍 Noted: it is for us. 🏷 says what it is about. The model learns from it tonight.")
        case actions.NOT_RELEVANT:
            await kit.desk.label(pressed.item_id, asked.user, "not-relevant", ())
            shown = answers.plain("👎 Noted: less like this. The model learns from it tonight.")
        case actions.SAVE:
            new = await kit.desk.save(pressed.item_id, asked.user)
            shown = answers.plain("🔖 Saved; it is on your Home tab." if new else "🔖 That was saved already.")
        case _:
            why = await kit.desk.why(str(pressed.item_id), await configured(kit, asked))
            shown = (slack_answers.why(why),)
    await reply(kit.client, asked, shown)
    if pressed.verb in (
        actions.USEFUL,
        actions.RELEVANT,
        actions.NOT_RELEVANT,
    ):  # after the answer: an edit may have to wait for Slack
        await kit.desk.show(pressed.item_id)


async def _in_time(kit: Kit, item_id: int) -> Item | None:
    """The article, if it can be had before the form has to be open."""
    try:
        return await asyncio.wait_for(kit.desk.article(item_id), PREFILL_WITHIN)
    except TimeoutError:
        return None


async def calendar(kit: Kit, asked: Asked) -> None:
    """What closes soon, as a calendar file in the person's own messages."""
    if await _again(kit, asked):
        return
    known = {channel.channel for channel in kit.desk.channels()}
    name = await here(kit, asked) if asked.channel and not asked.channel.startswith("D") else None
    found = await kit.desk.deadlines(name if name in known else None)
    if not found:
        await reply(kit.client, asked, answers.plain("Nothing closes in the weeks ahead that I know of."))
        return
    opened = await answer(kit.client.conversations_open(users=asked.user))
    await answer(
        kit.client.files_upload_v2(
            channel=opened["channel"]["id"],
            filename="closing-soon.ics",
            title="Closing soon",
            content=kit.desk.calendar(found),
        )
    )
    await reply(kit.client, asked, answers.plain("🗓 The calendar file is in your messages with me."))


async def home_opened(kit: Kit, asked: Asked) -> None:
    await publish_home(kit, asked.user)


async def publish_home(kit: Kit, user: str) -> None:
    """Show a person's Home tab as it is now."""
    desk = kit.desk
    channels = await of_person(kit, user)
    home = Home(
        channels=tuple([(replace(one, channel=name), await desk.next_digest(one.channel)) for one, name in channels]),
        saved=tuple((await desk.saved(user))[:HOME_SAVED]),
        searches=tuple(await desk.searches(user)),
        deadlines=await desk.deadlines(None),
        health=tuple(await desk.health()) if await kit.admins.are(user) else None,
        shared=kit.workspace != HOME,
    )
    await answer(kit.client.views_publish(user_id=user, view=view(home, desk.now().date())))


async def unsave(kit: Kit, asked: Asked) -> None:
    await kit.desk.unsave(int(asked.value), asked.user)
    await publish_home(kit, asked.user)


async def forget_search(kit: Kit, asked: Asked) -> None:
    await kit.desk.remove_search(asked.user, int(asked.value))
    await publish_home(kit, asked.user)


async def run_search(kit: Kit, asked: Asked) -> None:
    """A saved search, answered in a form, because the Home tab has no place for answers."""
    page = await kit.desk.search(asked.value, 0)
    await open_form(kit, asked, forms.told("Search", (slack_answers.search(page, share=False),)))


async def label_uncertain(kit: Kit, asked: Asked) -> None:
    await open_form(kit, asked, forms.uncertain(await kit.desk.uncertain(LABELLED)))
