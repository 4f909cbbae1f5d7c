import pg8000.dbapi
import pg8000.native

with pg8000.native.Connection("postgres", host="localhost", password="secret") as database:
    database.run("CREATE TABLE books (id serial PRIMARY KEY, title text UNIQUE, year int, added timestamptz DEFAULT now())")
    for title, year in ("Dune", 1965), ("Solaris", 1961), ("Ubik", 1969):
        database.run("INSERT INTO books (title, year) VALUES (:title, :year)", title=title, year=year)
    print(database.run("SELECT id, title FROM books WHERE year > :year ORDER BY id", year=1962), database.row_count)
    try:
        database.run("INSERT INTO books (title) VALUES ('Dune')")
    except pg8000.native.DatabaseError as error:
        print(error.args[0]["C"], error.args[0]["M"])
    database.run("START TRANSACTION")
    database.run("UPDATE books SET year = 0")
    print(database.run("SELECT sum(year) FROM books"))
    database.run("ROLLBACK")
    print(database.run("SELECT sum(year), '{1,2}'::int[], 1.5::numeric, date '2026-01-02', null FROM books"))
    print(database.run("SELECT now() - min(added) < interval '1 minute', pg_sleep(0.1) FROM books"))
    statement = database.prepare("SELECT :number ::int + 1")
    print(statement.run(number=1), statement.run(number=41))
    statement.close()

connection = pg8000.dbapi.connect("postgres", host="localhost", password="secret")
cursor = connection.cursor()
cursor.execute("CREATE TABLE accounts (name text PRIMARY KEY, money int CHECK (money >= 0))")
cursor.executemany("INSERT INTO accounts VALUES (%s, %s)", [("Ada", 10), ("Bob", 5)])
connection.commit()
for query, values in ("UPDATE accounts SET money = money - %s", (20,)), ("SELECT 1", ()), ("nonsense", ()):
    try:
        cursor.execute(query, values)
    except pg8000.dbapi.DatabaseError as error:
        print(error.args[0]["C"], error.args[0]["M"])
connection.rollback()
cursor.execute("SELECT * FROM accounts ORDER BY name")
print([column[0] for column in cursor.description], cursor.fetchall())
cursor.execute("CREATE FUNCTION double(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END $$")
cursor.execute("SELECT double(21)")
print(cursor.fetchone())
connection.rollback()
connection.close()
try:
    cursor.execute("SELECT 1")
except pg8000.dbapi.InterfaceError as error:
    print(error)
