"""The judging commands: classify, evaluate, train, group, extract."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from digestbot.cli.context import folders, load_config, print_json, read_json_lines, text_field, with_newsroom

if TYPE_CHECKING:
    from digestbot.newsroom import Newsroom
    from digestbot.topics import TopicModel, TrainReport
    from digestbot.types import Article, Judgement

T = TypeVar("T")
BATCH = 256  # texts judged at once: past this the matrix work gains nothing
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")]


def register(app: typer.Typer) -> None:
    """Hang this module's commands on the application."""
    for command in (classify, evaluate, train, group, extract):
        app.command()(command)


def _model(context: typer.Context) -> TopicModel:
    from digestbot.topics import MODEL_FILE, load

    model = load(folders(context).state / MODEL_FILE, load_config(context).topics)
    if model.notice:
        print(model.notice, file=sys.stderr)
    return model


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def classify(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help='JSON Lines {"id", "title", "text"}; -: standard input.')] = "-",
    explain: Annotated[str | None, typer.Option(metavar="TEXT", help="Judge this text and say why.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The output is JSON Lines in any case.")] = False,
) -> None:
    """Relevance and topics of texts, with the reasons; one JSON line for each, in order."""
    from digestbot.cli.reports import show_judgement

    model = _model(context)
    if explain is not None:
        title, _, text = explain.partition("\n")
        (judgement,) = model.judge([(title, text)])
        if as_json:
            print_json(_judgement_json(None, judgement), lines=True)
        else:
            show_judgement(explain, judgement)
        return
    for batch in _batches(read_json_lines(file), BATCH):
        texts = [(text_field(one, "title", file), text_field(one, "text", file)) for one in batch]
        for one, judgement in zip(batch, model.judge(texts), strict=True):
            print_json(_judgement_json(one.get("id"), judgement), lines=True)


def _judgement_json(identifier: object, judgement: Judgement) -> dict[str, Any]:
    from digestbot.types import EXAMPLE_SUFFIX  # here: its records are a third of the time that `--help` takes

    return {
        "id": identifier,
        "relevant": judgement.relevant,
        "relevance": round(judgement.relevance, 6),
        "topics": judgement.topics,
        "scores": {topic: round(score, 6) for topic, score in judgement.scores.items()},
        "because": {topic: words for topic, words in judgement.because.items() if not topic.endswith(EXAMPLE_SUFFIX)},
        "examples": {
            topic: judgement.because[topic + EXAMPLE_SUFFIX][0]
            for topic in judgement.topics
            if topic + EXAMPLE_SUFFIX in judgement.because
        },
    }


def evaluate(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="JSON Lines with gold relevant and topics; -: standard input.")],
    as_json: Json = False,
) -> None:
    """How well the topic model does on labelled texts."""
    from digestbot.cli.reports import show_evaluation
    from digestbot.topics import evaluate as measure
    from digestbot.types import Example

    model = _model(context)
    gold = [
        Example(
            id=str(one.get("id", number)),
            title=text_field(one, "title", file),
            text=text_field(one, "text", file),
            relevant=_flag(one, file),
            topics=_topics(one, file),
        )
        for number, one in enumerate(read_json_lines(file), 1)
    ]
    if not gold:
        raise typer.BadParameter(f"{file} holds no labelled text")
    result = measure(model, gold)
    if as_json:
        print_json(result.as_json())
    else:
        show_evaluation(result)


def _flag(one: dict[str, Any], file: str) -> bool:
    value = one.get("relevant")
    if not isinstance(value, bool):
        raise typer.BadParameter(f"{file}, id {one.get('id')!r}: relevant must be true or false, it is {value!r}")
    return value


def _topics(one: dict[str, Any], file: str) -> tuple[str, ...]:
    value = one.get("topics", [])
    if not isinstance(value, list) or not all(isinstance(topic, str) for topic in value):
        raise typer.BadParameter(f"{file}, id {one.get('id')!r}: topics must be a list of topic ids, it is {value!r}")
    return tuple(value)


def train(
    context: typer.Context,
    rollback: Annotated[bool, typer.Option("--rollback", help="Go back to the model before this one.")] = False,
    as_json: Json = False,
) -> None:
    """Fit the topic model from the shipped examples and the team's corrections; keep it only if it is no worse."""
    from digestbot.cli.reports import show_training

    async def job(newsroom: Newsroom) -> TrainReport:
        return await newsroom.learning.train()

    if rollback:
        from digestbot.topics import rollback as go_back

        now_used = go_back(folders(context).state)
        if as_json:
            print_json({"model": now_used})
        else:
            typer.echo(f"The model in use is now: {now_used}")
        return
    report = with_newsroom(context, job)
    if as_json:
        print_json(report.as_json())
    else:
        show_training(report)


def group(
    file: Annotated[str, typer.Argument(help='JSON Lines {"id", "title", "text", "published", "url"}; -: stdin.')],
    _: Annotated[bool, typer.Option("--json", help="The output is JSON Lines in any case.")] = True,
) -> None:
    """Which texts tell the same story and which repeat another; one JSON line for each, in order."""
    from digestbot.grouping import Record
    from digestbot.grouping import run as run_grouping
    from digestbot.grouping.memory import MemoryIndex

    given: list[Any] = []  # ids as given: any JSON value, and perhaps not unique

    def records() -> Iterator[Record]:
        for number, one in enumerate(read_json_lines(file)):
            given.append(one.get("id"))
            yield Record(
                id=str(number),
                title=text_field(one, "title", file),
                text=text_field(one, "text", file),
                published=_time(one, file),
                url=text_field(one, "url", file),
            )

    for number, story, copied in run_grouping(records(), MemoryIndex()):
        copy = None if copied is None else given[int(copied)]
        print_json({"id": given[int(number)], "story": given[int(story)], "duplicate_of": copy}, lines=True)


def _time(one: dict[str, Any], file: str) -> datetime | None:
    value = text_field(one, "published", file)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(
            f"{file}, id {one.get('id')!r}: published must be ISO 8601, it is {value!r}"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def extract(
    context: typer.Context,
    inputs: Annotated[list[str], typer.Argument(metavar="FILE_OR_URL", help="Files (also .gz) or addresses.")],
    as_json: Json = False,
) -> None:
    """The article text and metadata of pages."""
    from digestbot.cli.reports import show_article
    from digestbot.errors import DigestbotError
    from digestbot.loop import run

    config = load_config(context)

    async def one(source: str) -> tuple[str, Article | None, str | None]:
        try:
            return source, await _extract(source, config.settings.network), None
        except (DigestbotError, OSError) as error:
            return source, None, str(error)

    async def every() -> int:
        read = 0
        for source in inputs:
            name, article, error = await one(source)
            read += article is not None
            if as_json:
                print_json(_article_json(name, article, error), lines=True)
            else:
                show_article(name, article, error)
        return read

    if not run(every()):  # one bad page among many is in its own line; none at all is a failed job
        raise typer.Exit(1)


async def _extract(source: str, network: Any) -> Article:
    """One page, from the network or from a file; a file's own address is its canonical link, if it has one."""
    import asyncio

    import digestbot
    from digestbot.extract import extract_document
    from digestbot.types import Request

    now = datetime.now(UTC)
    if source.startswith(("http://", "https://")):
        from digestbot.fetch import Fetcher

        async with Fetcher(network, version=digestbot.__version__) as fetcher:
            response = await fetcher.get(Request(source, purpose="page"))
        return extract_document(response.body, response.url, response.content_type, now)
    body = await asyncio.to_thread(_read_file, Path(source), network.max_response_bytes)
    return extract_document(body, "", "application/pdf" if source.endswith(".pdf") else "", now)


def _read_file(path: Path, limit: int) -> bytes:
    import gzip

    with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as stream:
        body = stream.read(limit + 1)
    if len(body) > limit:
        raise OSError(f"{path}: larger than network.max_response_bytes ({limit:,} bytes)")
    return body


def _article_json(name: str, article: Article | None, error: str | None) -> dict[str, Any]:
    if article is None:
        empty = dict.fromkeys(("url", "title", "text", "author", "published", "language"))
        return {"input": name, **empty, "error": error}
    return {
        "input": name,
        "url": article.canonical_url or article.url,
        "title": article.title,
        "text": article.text,
        "author": article.author,
        "published": article.published,
        "language": article.language,
        "error": article.wall,
    }
