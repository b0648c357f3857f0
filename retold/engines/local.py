"""The local engine: steps run in this process; DuckDB is there when SQL is asked."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from retold.tables import pick

Step = Callable[..., pa.Table]


class LocalEngine:
    """Runs steps on this machine, in this process."""

    name = "local"

    def map(self, step: Step, table: pa.Table) -> pa.Table:
        """`step` over the rows of `table`, in any batches; rows come back in the table's order."""
        return step(table)

    def map_groups(self, step: Step, key: str, *tables: pa.Table) -> pa.Table:
        """`step` once for each value of the column `key`, with the rows of every table that have it.

        Values are taken in sorted order; a table without rows for a value gives an empty table. Where
        there is no value at all the step runs once on the empty tables, so that its schema is known.
        """
        groups: dict[str, list[list[int]]] = {}
        for which, table in enumerate(tables):
            for row, value in enumerate(table.column(key).to_pylist()):
                groups.setdefault(value, [[] for _ in tables])[which].append(row)
        if not groups:
            return step(*tables)
        results = []
        for value in sorted(groups):
            results.append(step(*(pick(t, rows) for t, rows in zip(tables, groups[value]))))
        return pa.concat_tables(results)

    def sql(self, query: str, **tables: pa.Table) -> pa.Table:
        """The rows of `query`, in DuckDB's words, over `tables` by name."""
        import duckdb

        with duckdb.connect() as connection:
            for name, table in tables.items():
                connection.register(name, table)
            result: pa.Table = connection.execute(query).to_arrow_table()
            return result
