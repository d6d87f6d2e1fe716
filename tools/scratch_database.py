"""`scratch_database.py NAME`: drop and create a PostgreSQL database for a test run."""

import os
import re
import sys

import psycopg
from psycopg import sql

SERVER = os.environ.get("CI_DATABASE_URL", "postgres://postgres@127.0.0.1:5432")


def recreate(name: str) -> None:
    if not re.fullmatch(r"ve_lang_[a-z_]+", name):
        sys.exit("Only databases named ve_lang_… are dropped.")
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


if __name__ == "__main__":
    recreate(sys.argv[1])
