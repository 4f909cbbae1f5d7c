import asyncio
import queue
import pg8000.native

pool = queue.Queue()

def connect():
    return pg8000.native.Connection("postgres", host="localhost", password="secret")

def order(number):
    database = pool.get()
    try:
        database.run("SELECT pg_sleep(0.2)")
        database.run("INSERT INTO orders VALUES (:number)", number=number)
    finally:
        pool.put(database)
    return number

def transfer(database, amount):
    database.run("START TRANSACTION")
    [[money]] = database.run("SELECT money FROM accounts WHERE name = 'Ada' FOR UPDATE")
    database.run("SELECT pg_sleep(0.2)")
    database.run("UPDATE accounts SET money = :money WHERE name = 'Ada'", money=money - amount)
    database.run("COMMIT")

async def main():
    for _ in range(2):
        pool.put(await asyncio.to_thread(connect))
    first, second = pool.get(), pool.get()
    first.run("CREATE TABLE orders (number int PRIMARY KEY)")
    first.run("CREATE TABLE accounts (name text, money int)")
    first.run("INSERT INTO accounts VALUES ('Ada', 100)")
    pool.put(first)
    pool.put(second)

    started = asyncio.get_running_loop().time()
    print(await asyncio.gather(*[asyncio.to_thread(order, number) for number in range(6)]))
    print("rounds:", round((asyncio.get_running_loop().time() - started) / 0.2))
    print(second.run("SELECT count(*), sum(number) FROM orders"))

    started = asyncio.get_running_loop().time()
    await asyncio.gather(asyncio.to_thread(transfer, first, 30), asyncio.to_thread(transfer, second, 50))
    print("rounds:", round((asyncio.get_running_loop().time() - started) / 0.2))
    print(first.run("SELECT money FROM accounts"))
    for database in first, second:
        database.close()

asyncio.run(main())
