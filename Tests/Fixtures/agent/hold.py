"""Holds a transaction on a database until it is killed. usage: hold.py DATABASE IMMEDIATE|EXCLUSIVE|READ"""

import sqlite3
import sys
import time

connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN" if sys.argv[2] == "READ" else "BEGIN " + sys.argv[2])
connection.execute("SELECT count(*) FROM scan").fetchall()
open(sys.argv[1] + ".held", "w").close()
time.sleep(600)
