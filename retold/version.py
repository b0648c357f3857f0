"""The version of Retold, in one place."""

VERSION = "0.1.0"
