"""HTTP at the edge: errors as problem details (RFC 9457), lists by keyset, times in RFC 3339."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Generic, TypeVar

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from toancanh.kernel import ErrorKind, PlatformError, format_rfc3339, parse_rfc3339

PROBLEM_MEDIA_TYPE = "application/problem+json"
MAX_LIMIT = 500

STATUS_OF: Mapping[ErrorKind, int] = {
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.DENIED: 403,
    ErrorKind.CONFLICT: 409,
    ErrorKind.INVALID: 422,
    ErrorKind.UNAVAILABLE: 503,
    ErrorKind.EXHAUSTED: 429,
    ErrorKind.DATA_LOSS: 500,
    ErrorKind.INTERNAL: 500,
}
_KIND_OF = {
    400: ErrorKind.INVALID,
    401: ErrorKind.UNAUTHENTICATED,
    403: ErrorKind.DENIED,
    404: ErrorKind.NOT_FOUND,
    409: ErrorKind.CONFLICT,
    429: ErrorKind.EXHAUSTED,
    503: ErrorKind.UNAVAILABLE,
}
_RESERVED = frozenset({"type", "title", "status", "detail", "kind", "instance"})
_LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")


class RequestBody(BaseModel):
    """What comes in: a field that nobody knows is refused, or a misspelt one would be taken for one left out."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Problem details as sent; the members of an error's ``extra`` stand beside these."""

    type: str
    title: str
    status: int
    detail: str
    kind: ErrorKind


def status_of(error: PlatformError) -> int:
    """The HTTP status of an error; a full disk is 507 (RFC 4918, 11.5), other limits 429."""
    if error.kind is ErrorKind.EXHAUSTED and error.extra.get("resource") == "disk":
        return 507
    return STATUS_OF[error.kind]


def problem_response(error: PlatformError) -> JSONResponse:
    """The answer to a request that failed with this error."""
    headers = {}
    if error.kind is ErrorKind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after_s" in error.extra:
        headers["Retry-After"] = str(error.extra["retry_after_s"])
    return _answer(status_of(error), error.kind, error.detail, extra=error.extra, headers=headers)


def install_errors(app: FastAPI) -> None:
    """Every error of the application is answered as a problem, and none tells what was put in."""
    app.add_exception_handler(PlatformError, _on_platform_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(OperationalError, _on_database_away)
    app.add_exception_handler(Exception, _on_bug)


async def _on_platform_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PlatformError)  # noqa: S101  # Starlette's types are wider than its calls
    return problem_response(error)


async def _on_invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    # without `input` and `ctx`: they repeat what was sent, which may be a password
    fields = [{"at": ".".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in error.errors()]
    detail = "; ".join(f"{field['at']}: {field['message']}" for field in fields)
    return _answer(422, ErrorKind.INVALID, detail, extra={"errors": fields})


async def _on_http_exception(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    usual = ErrorKind.INVALID if error.status_code < 500 else ErrorKind.INTERNAL
    kind = _KIND_OF.get(error.status_code, usual)
    return _answer(error.status_code, kind, str(error.detail), headers=error.headers or {})


async def _on_database_away(_request: Request, _error: Exception) -> JSONResponse:
    return _answer(
        503, ErrorKind.UNAVAILABLE, "the database does not answer now; try again", headers={"Retry-After": "2"}
    )


async def _on_bug(_request: Request, _error: Exception) -> JSONResponse:
    return _answer(500, ErrorKind.INTERNAL, "something went wrong on our side; the log has it")


def _answer(
    status: int,
    kind: ErrorKind,
    detail: str,
    *,
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    members = {name: _plain(value) for name, value in (extra or {}).items() if name not in _RESERVED}
    problem = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, kind=kind)
    content = {**problem.model_dump(mode="json"), **members}
    return JSONResponse(content, status, headers=dict(headers or {}), media_type=PROBLEM_MEDIA_TYPE)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


_PROBLEM = {PROBLEM_MEDIA_TYPE: {}, "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEMS: dict[int | str, dict[str, object]] = {
    **{status: {"content": _PROBLEM} for status in (400, 401, 403, 404, 409)},
    422: {"model": Problem, "content": {PROBLEM_MEDIA_TYPE: {}}},
    **{status: {"content": _PROBLEM} for status in (429, 503)},
}
"""``responses=`` of routers, for the OpenAPI description. One of them brings the model, the others name it: FastAPI
makes a serialiser of each model of each route, which was half the time that the routes took.
"""


def _parse_time(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError("a time is text in RFC 3339, as in 2026-11-22T11:24:07+07:00")
    try:
        return parse_rfc3339(_LOST_PLUS.sub(r"+\1", value))  # a bare "+" in a query arrives as a space
    except (ValueError, OverflowError):
        raise ValueError("a time is written as in 2026-11-22T11:24:07+07:00 or ...Z (RFC 3339)") from None


_TIME_SCHEMA = {"type": "string", "format": "date-time", "examples": ["2026-11-22T04:24:07Z"]}
TimeIn = Annotated[int, BeforeValidator(_parse_time), WithJsonSchema(_TIME_SCHEMA)]
"""A time in a request: RFC 3339 outside, UTC microseconds inside."""

TimeOut = Annotated[
    int, PlainSerializer(format_rfc3339, return_type=str), WithJsonSchema(_TIME_SCHEMA, mode="serialization")
]
"""A time in an answer: UTC microseconds inside, RFC 3339 outside."""

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most items of one page.")]
After = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """One page of a list; ``next`` goes into ``?after=`` and is null on the last page."""

    items: Sequence[T]
    next: str | None = None


def _by_id(item: object) -> str:
    return str(getattr(item, "id"))  # noqa: B009  # any row or model with an id


def page(items: Sequence[T], limit: int, key: Callable[[T], str] = _by_id) -> Page[T]:
    """A page out of up to ``limit + 1`` items in the order of ``key``: the one too many says that there is a next."""
    if len(items) <= limit:
        return Page(items=items)
    kept = items[:limit]
    return Page(items=kept, next=key(kept[-1]))
