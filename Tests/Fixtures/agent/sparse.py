"""Makes files of holes of any size. usage: sparse.py FOLDER COUNT SIZE"""

import os
import sys

for number in range(int(sys.argv[2])):
    with open(os.path.join(sys.argv[1], f"sparse{number}"), "wb") as file:
        file.truncate(int(sys.argv[3]))
