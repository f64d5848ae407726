"""What an editor presses on a draft, and the form for the note: each one order to the newsroom, which shows it anew.
Whoever is in the editor channel may act.
"""

from __future__ import annotations

from typing import Any

from digestbot.errors import DigestbotError
from digestbot.render import actions
from digestbot.slack import answers, forms, inputs, names, reading
from digestbot.slack.asking import Asked
from digestbot.slack.listening import Filled, Kit, open_form
from digestbot.slack.replying import reply

NOTE_HINT = "Stands above the stories. Leave it empty to take it away."


async def story(kit: Kit, asked: Asked) -> None:
    """Up, drop or put back."""
    pressed = actions.read_draft(asked.value)
    if pressed is None:
        raise DigestbotError("That button is from an older version: the next draft has working ones.")
    verb, story_id, digest_id = pressed
    await kit.desk.change_draft(digest_id, asked.channel, verb, story_id, "")


async def note(kit: Kit, asked: Asked) -> None:
    await open_form(kit, asked, note_form(asked.value, asked.channel, await kit.desk.draft_note(asked.value)))


async def publish(kit: Kit, asked: Asked) -> None:
    delivery = await kit.desk.publish_draft(asked.value, asked.channel, asked.user)
    told = "It is out." if delivery.state == "sent" else f"It is on its way: {delivery.state}."
    await reply(kit.client, asked, answers.plain(told))


def note_form(digest_id: str, place: str, given: str, problem: str = "") -> dict[str, Any]:
    """The form for the note."""
    fields = inputs.field(
        "note",
        "A word to the readers",
        inputs.line(given, many=True),
        optional=True,
        hint=NOTE_HINT,
        problem=problem,
    )
    remember = {"digest": digest_id, "place": place}
    return inputs.form(names.NOTE_FORM, "Note", fields, submit="Save", close="Cancel", remember=remember)


class NoteForm(Filled):
    """An editor's note to the readers of a digest."""

    title = "Note"

    def __init__(self, kit: Kit, asked: Asked) -> None:
        super().__init__(kit, asked)
        kept = reading.metadata(asked)
        self.digest_id, self.place = kept["digest"], kept["place"]
        self.note = reading.value(asked, "note")

    async def work(self) -> dict[str, Any]:
        await self.kit.desk.change_draft(self.digest_id, self.place, "note", 0, self.note)
        told = "It stands above the stories. ✅" if self.note else "There is no note now. ✅"
        return forms.told("Saved", answers.plain(told))

    def again(self, problem: str) -> dict[str, Any]:
        return note_form(self.digest_id, self.place, self.note, problem)
