"""The errors that Retold raises.

    RetoldError
      UsageError       a wrong call: an unknown setting, a malformed date        (exit 2)
      InputError       nothing usable in what was given                          (exit 1)
      FolderError      the folder of a run cannot be written: a full disk, no permission (exit 1)
      ModelError       the model that a user named cannot be asked, or its answer not be read
      StepError        a step gave a table of the wrong shape: a defect of ours

A bad report is not an error: it becomes a `Skipped` row and the run goes on. A message says what was
wrong, the value, and what to do.
"""


class RetoldError(Exception):
    """What all errors of Retold have in common."""

    exit_code = 1


class UsageError(RetoldError):
    """The call itself is wrong."""

    exit_code = 2


class InputError(RetoldError):
    """Nothing that was given could be used."""


class FolderError(RetoldError):
    """The folder of a run cannot be read or written: a full disk, no permission."""


class ModelError(RetoldError):
    """The user's own model gave no answer that can be read; `fatal` where it never will (not there, not allowed)."""

    def __init__(self, message: str, *, fatal: bool = False) -> None:
        super().__init__(message)
        self.fatal = fatal


class StepError(RetoldError):
    """A step broke its promise."""
