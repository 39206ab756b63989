#!/usr/bin/env -S python3 -B
"""The same as idle.py on PostgreSQL, where several services may share the work. idlepostgres.py <folder of the programs>"""
import sys

import idle

if __name__ == "__main__":
    idle.main(sys.argv[1], *map(int, sys.argv[2:]), postgres=True)
