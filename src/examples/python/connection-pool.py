import asyncio
from pg8000.native import Connection, DatabaseError

TABLE = "CREATE TABLE seats (no int UNIQUE, guest text)"
BOOK = "INSERT INTO seats VALUES (:seat, :guest)"


def connect():
    return Connection("postgres", host="127.0.0.1")


def book(database, guest, seat):
    database.run(BOOK, seat=seat, guest=guest)
    database.run("SELECT pg_sleep(0.5)")


async def visit(guest, seat, pool):
    database = await pool.get()
    print(guest, "has a connection")
    try:
        await asyncio.to_thread(
            book, database, guest, seat
        )
        print(guest, "has seat", seat)
    except DatabaseError as error:
        print(guest, "has none:", error.args[0]["M"])
    finally:
        pool.put_nowait(database)


async def main():
    pool = asyncio.Queue()
    for _ in range(2):
        database = await asyncio.to_thread(connect)
        pool.put_nowait(database)
    await asyncio.to_thread(database.run, TABLE)
    guests = {"Ada": 1, "Bob": 2, "Cyd": 2, "Eve": 3}
    async with asyncio.TaskGroup() as group:
        for guest, seat in guests.items():
            visiting = visit(guest, seat, pool)
            group.create_task(visiting, name=guest)
    query = "SELECT guest FROM seats ORDER BY no"
    print(await asyncio.to_thread(database.run, query))
    while not pool.empty():
        pool.get_nowait().close()


asyncio.run(main())
