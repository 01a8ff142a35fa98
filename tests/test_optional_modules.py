"""A library can be imported without what it does not need, and the digests without OpenSSL are the same."""

from __future__ import annotations

import _hashlib  # pyright: ignore[reportMissingModuleSource]
import sys
from importlib import import_module

import pytest

from wizard.digests import blake2s_hex, sha256_hex
from wizard.optional_modules import hide_modules


def test_a_hidden_module_is_missing_until_the_block_ends() -> None:
    with hide_modules("this_is_hidden", "xmlrpc"), pytest.raises(ModuleNotFoundError):
        import_module("xmlrpc")

    assert "this_is_hidden" not in sys.modules
    assert import_module("xmlrpc").__name__ == "xmlrpc"


def test_a_module_that_is_loaded_stays() -> None:
    with hide_modules("sys"):
        assert import_module("sys") is sys


def test_an_error_in_the_block_hides_nothing_afterwards() -> None:
    with pytest.raises(ZeroDivisionError), hide_modules("this_is_hidden"):
        raise ZeroDivisionError

    assert "this_is_hidden" not in sys.modules


@pytest.mark.parametrize("content", [b"", b"plan", b"\0" * 100_000])
def test_digests_are_those_of_openssl(content: bytes) -> None:
    assert sha256_hex(content) == _hashlib.openssl_sha256(content).hexdigest()
    assert blake2s_hex(content, 32) == _hashlib.new("blake2s256", content).hexdigest()
