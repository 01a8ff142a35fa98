"""The part of google-re2 that the program uses; the package has no types of its own."""

class error(Exception): ...  # noqa: N801 (the package's own name)

class Options:
    log_errors: bool
    max_mem: int
    never_capture: bool

class _Regexp:
    def search(self, text: str | bytes) -> object | None: ...

def compile(pattern: str, options: Options | None = None) -> _Regexp: ...
