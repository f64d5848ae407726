"""The commands about stories: show, split, merge, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digestbot.cli.context import print_json, with_newsroom

if TYPE_CHECKING:
    from digestbot.newsroom import Newsroom
    from digestbot.store.log import Change
    from digestbot.types import StoryShown

stories = typer.Typer(no_args_is_help=True, help="What a story holds and why; people's word on it, remembered.")
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")]
WANTED = typer.Argument(help="Id or address of an article; a search shows both.")


@stories.command("show")
def show_story(context: typer.Context, article: Annotated[str, WANTED], as_json: Json = False) -> None:
    """The story of an article: who tells it, which version leads and why, where it was told."""
    from digestbot.cli.showing import show_story as show
    from digestbot.render.storyform import as_json as story_json

    async def job(newsroom: Newsroom) -> StoryShown:
        return await newsroom.storytelling.show(article)

    found = with_newsroom(context, job)
    if as_json:
        print_json(story_json(found))
    else:
        show(found)


@stories.command("split")
def split_story(context: typer.Context, article: Annotated[str, WANTED]) -> None:
    """Say that an article is not part of its story."""

    async def job(newsroom: Newsroom) -> str:
        return ruled_split(*await newsroom.storytelling.split(article, user="cli"))

    typer.echo(with_newsroom(context, job))


@stories.command("merge")
def merge_stories(context: typer.Context, first: Annotated[str, WANTED], second: Annotated[str, WANTED]) -> None:
    """Say that two articles tell the same story."""

    async def job(newsroom: Newsroom) -> str:
        return ruled_merge(*await newsroom.storytelling.merge(first, second, user="cli"))

    typer.echo(with_newsroom(context, job))


@stories.command("undo")
def undo_story(
    context: typer.Context, change: Annotated[int, typer.Argument(help="The number that split or merge gave.")]
) -> None:
    """Take a split or a merge back."""

    async def job(newsroom: Newsroom) -> None:
        await newsroom.admin.undo(change, user="cli")

    with_newsroom(context, job)
    typer.echo(f"Change {change} is undone.")


def ruled_split(change: Change | None, story: int) -> str:
    if change is None:
        return f"It was alone in its story, {story}: nothing was changed."
    return f"It is now story {story}, and stays so. To take that back: `digestbot stories undo {change.id}`."


def ruled_merge(change: Change | None, story: int) -> str:
    if change is None:
        return f"Both were story {story} already: nothing was changed."
    return f"Both are now story {story}, and stay so. To take that back: `digestbot stories undo {change.id}`."
