"""Changes a manifest behind the program's back, and prints how many rows that met. usage: edit.py DATABASE SQL"""

import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
with connection:
    print(connection.execute(sys.argv[2]).rowcount)
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.close()
