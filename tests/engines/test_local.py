"""The three verbs."""

import pyarrow as pa
import pytest

from retold.engines.local import LocalEngine


def count(*tables: pa.Table) -> pa.Table:
    return pa.table({"sizes": pa.array([[t.num_rows for t in tables]], pa.list_(pa.int64()))})


def test_map_gives_the_rows_of_the_step():
    table = pa.table({"n": [1, 2, 3]})
    assert LocalEngine().map(lambda t: t, table) == table


def test_groups_bring_the_rows_of_every_table_together():
    left = pa.table({"k": ["b", "a", "b"]})
    right = pa.table({"k": ["a", "c"]})
    found = LocalEngine().map_groups(count, "k", left, right).column("sizes").to_pylist()
    assert found == [[1, 1], [2, 0], [0, 1]]


def test_the_order_of_rows_does_not_decide_the_order_of_groups():
    engine = LocalEngine()
    one = engine.map_groups(lambda t: t, "k", pa.table({"k": ["b", "a"]}))
    two = engine.map_groups(lambda t: t, "k", pa.table({"k": ["a", "b"]}))
    assert one.column("k").to_pylist() == two.column("k").to_pylist()


def test_no_rows_at_all_still_give_the_step_a_look_at_its_schema():
    empty = pa.table({"k": pa.array([], pa.string())})
    assert LocalEngine().map_groups(lambda t: t, "k", empty).schema == empty.schema


def test_sql_reads_tables_by_name():
    pytest.importorskip("duckdb")
    found = LocalEngine().sql("select sum(n) as total from t", t=pa.table({"n": [1, 2]}))
    assert found.column("total").to_pylist() == [3]
