"""A site of two server processes, for all the tests here that need one."""

from collections.abc import Iterator

import pytest

from tests.chatserver.site import Site
from tests.chatserver.site import site as running


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two server processes on PostgreSQL and Redis. Nobody breaks anything in this one."""
    with running(tmp_path_factory.mktemp("site"), processes=2) as made:
        yield made
