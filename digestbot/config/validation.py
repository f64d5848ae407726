"""Runs one value of a document through its pydantic model and turns every complaint into a located problem.

This is the seam to pydantic: none of its errors or wording leaves this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from digestbot.config.documents import Document, Place
from digestbot.config.problems import Problem, did_you_mean, listing, show

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], value: object, place: Place, document: Document) -> M | None:
    """``value`` as ``model``; None when it does not fit, with every reason added to ``document.problems``.

    A key without a value counts as left out, so that it has its default.
    """
    known = {(problem.line, problem.key) for problem in document.problems}
    try:
        return model.model_validate(_without_empty(model, value))
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            problem = _problem(model, error, place, document)
            if (problem.line, problem.key) not in known:  # the reader has refused this value already
                document.problems.append(problem)
    return None


def _without_empty(model: type[BaseModel], value: object) -> object:
    """``value`` less the keys that stand there without a value, unless nothing is a value that the key can have."""
    if isinstance(value, list):
        return [_without_empty(model, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        info = model.model_fields.get(key)
        if inner is None and info is not None and NoneType not in get_args(info.annotation):
            continue
        kept[key] = _without_empty((_model_in(info.annotation) if info else None) or model, inner)
    return kept


def _problem(model: type[BaseModel], error: ErrorDetails, place: Place, document: Document) -> Problem:
    inner = tuple(part for part in error["loc"] if not _is_branch(part))
    value: Any = error["input"]
    context: Mapping[str, Any] = error.get("ctx", {})
    what, allowed, hint = f"{show(value)} is wrong", "", ""
    match error["type"]:
        case "digestbot":
            what, allowed, hint = context["what"], context["allowed"], context["hint"]
        case "extra_forbidden":
            keys = sorted(_model_at(model, inner[:-1]).model_fields)
            what = f"unknown key, its value is {show(value)}"
            allowed, hint = listing(keys), did_you_mean(str(inner[-1]), keys)
        case "missing":
            what, allowed, hint = _missing(document, (*place, *inner), str(inner[-1]))
        case "model_type" | "model_attributes_type":
            first = next(iter(_model_at(model, inner).model_fields))
            what, allowed = f"{show(value)} stands where a mapping is expected", f"keys with values, such as {first}: …"
        case "tuple_type" | "list_type":
            what, allowed = f"{show(value)} stands where a list is expected", "a list such as [a, b]"
        case "literal_error":
            options = [text.strip("'") for text in str(context["expected"]).replace(" or ", ", ").split(", ")]
            what, allowed = f"{show(value)} is not one of the choices", listing(options)
            hint = did_you_mean(value, options) if isinstance(value, str) else ""
        case "string_type":
            what, allowed = f"{show(value)} is not text", "text"
        case "string_too_short" | "string_too_long" | "too_short" | "too_long":
            bounds = {"min_length": "at least", "max_length": "at most"}
            what = f"{show(value)} is too {error['type'].rpartition('_')[2]}"
            allowed = next(f"{word} {context[key]} characters" for key, word in bounds.items() if key in context)
    if allowed and _can_be_turned_off(model, inner):
        allowed += "; or null for never"
    return document.problem((*place, *inner), what, allowed, hint)


def _can_be_turned_off(model: type[BaseModel], place: Place) -> bool:
    """Whether the key at ``place`` has a value by default and may have none."""
    field = _model_at(model, place[:-1]).model_fields.get(str(place[-1])) if place else None
    return field is not None and field.default is not None and NoneType in get_args(field.annotation)


def _is_branch(part: int | str) -> bool:
    """Pydantic names the branch of a union in the location; such names are no keys of ours."""
    return isinstance(part, str) and ("[" in part or "(" in part)


def _missing(document: Document, place: Place, key: str) -> tuple[str, str, str]:
    if key == "channel" and place in document.lines:
        return "the name is empty", 'such as "#mutuals-news"', "A name that begins with # must stand in quotes."
    return ("the value is empty" if place in document.lines else f"{key} is missing"), f"{key}: with a value", ""


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """The model that judges what stands at ``place`` inside ``model``."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        if (found := _model_in(argument)) is not None:
            return found
    return None
