"""Where the bytes of photos are: Django's default storage, a folder that is not served, or a bucket."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

logger = logging.getLogger(__name__)


def save(name: str, data: bytes) -> None:
    """Keep the bytes under a name that was never used. Raises OSError if they could not be kept."""
    try:
        kept = default_storage.save(name, ContentFile(data))
    except Exception as error:  # each kind of storage has errors of its own
        raise OSError(f"the storage does not take {name}") from error
    if kept != name:
        raise OSError(f"{name} is there already")


def read(name: str, first: int = 0, end: int | None = None) -> bytes:
    """The bytes, or some of them. Raises OSError if they are not there, or the storage does not answer."""
    try:
        bucket = getattr(default_storage, "bucket", None)
        if bucket is not None and end is not None:  # its files would come whole, however little is read
            return bytes(bucket.Object(name).get(Range=f"bytes={first}-{end - 1}")["Body"].read())
        with default_storage.open(name) as file:
            if first:
                file.seek(first)
            return bytes(file.read() if end is None else file.read(end - first))
    except Exception as error:  # as above
        raise OSError(f"the storage does not give {name}") from error


def is_whole(name: str, sha256: str) -> bool:
    """Whether the bytes are there and are those that were kept."""
    try:
        return hashlib.sha256(read(name)).hexdigest() == sha256
    except OSError:
        return False


def is_gone(name: str) -> bool:
    """Whether the bytes are surely not there."""
    try:
        return not default_storage.exists(name)
    except Exception:  # as above
        logger.exception("nobody knows whether a file of a photo is there: %s", name)
        return False


def erase(*names: str) -> None:
    """Remove bytes for good. Raises OSError if any may still be there; then it can be tried again."""
    delete(*names)
    if not all(is_gone(name) for name in names):
        raise OSError("the storage has not removed all of it")


def delete(*names: str) -> None:
    """Remove bytes, also if they are gone already. What cannot be removed is in the log."""
    for name in names:
        try:
            default_storage.delete(name)
        except Exception:
            logger.exception("a file of a photo could not be removed: %s", name)
