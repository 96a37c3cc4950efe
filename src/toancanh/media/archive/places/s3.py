"""An S3-compatible object store, through obstore."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from toancanh.kernel import Denied, NotFound, Unavailable

PART_BYTES = 8 << 20
"""Of a multi-part upload; S3 asks for 5 MiB at least."""

_TIMEOUT = timedelta(seconds=60)
_CONNECT_TIMEOUT = timedelta(seconds=5)


class S3:
    """An `ObjectStore`. ``check`` is asked before each request whether we may connect there (`OutboundPolicy`)."""

    def __init__(
        self,
        *,
        endpoint: str,
        bucket: str,
        prefix: str,
        region: str,
        access_key: str,
        secret: str,
        check: Callable[[], object] = lambda: None,
        timeout: timedelta = _TIMEOUT,
        retries: int = 2,
    ) -> None:
        self._check = check
        self._where = endpoint
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=endpoint,
            region=region or "us-east-1",
            access_key_id=access_key,
            secret_access_key=secret,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": True,
                "timeout": timeout,
                "connect_timeout": min(timeout, _CONNECT_TIMEOUT),
                "proxy_excludes": "*",
            },
            retry_config={"max_retries": retries, "retry_timeout": timeout * (retries + 1)},
        )

    def put(self, key: str, chunks: Iterable[bytes]) -> None:
        """See `ObjectStore`."""
        self._check()
        with _Translated(self._where):
            obstore.put(self._store, key, iter(chunks), chunk_size=PART_BYTES, max_concurrency=2, use_multipart=True)

    def get(self, key: str) -> Iterator[bytes]:
        """See `ObjectStore`."""
        self._check()
        with _Translated(self._where):
            for chunk in obstore.get(self._store, key).stream(min_chunk_size=1 << 20):
                yield bytes(chunk)

    def size_bytes(self, key: str) -> int | None:
        """See `ObjectStore`."""
        self._check()
        try:
            with _Translated(self._where):
                return int(obstore.head(self._store, key)["size"])
        except NotFound:
            return None

    def delete(self, key: str) -> None:
        """See `ObjectStore`."""
        self._check()
        try:
            with _Translated(self._where):
                obstore.delete(self._store, key)
        except NotFound:
            return


class _Translated:
    """obstore's errors in our words; its texts may hold the request and are cut."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, FileNotFoundError):
            raise NotFound(f"the object store {self._where} has no such object") from None
        if isinstance(error, PermissionDeniedError | UnauthenticatedError):
            raise Denied(
                f"the object store {self._where} refuses the access key: check key, secret and bucket"
            ) from None
        if isinstance(error, BaseError):
            raise Unavailable(f"the object store {self._where} does not answer as it should: {_short(error)}") from None


def _short(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]
