package dev.steward.runner.store.backup

import java.sql.Connection
import java.time.OffsetDateTime
import javax.sql.DataSource

/** Every table of a database as the database itself tells of them, whatever a later migration adds: filled, and read row by row. */
class EveryTable {

    static final int ROWS = 3
    /** What is hard to carry: a half of a character, ends of lines, quotes, nothing, the far end of Unicode. */
    static final String HARD = 'ä€\uD83D "\\\n\r\t\u0001 \u2028 \uDBFF\uDFFF '

    private final DataSource source

    EveryTable(DataSource source) { this.source = source }

    private <T> T on(Closure<T> work) { source.connection.withCloseable(work) }

    List<String> names() { on { listed(it) } }

    private static List<String> listed(Connection db) {
        def rows = db.metaData.getTables(null, db.schema, '%', ['TABLE', 'BASE TABLE'] as String[])
        def all = []
        while (rows.next()) { all << rows.getString('TABLE_NAME').toLowerCase() }
        all.sort()
    }

    private static List<Map> columns(Connection db, String table) {
        def name = db.metaData.databaseProductName == 'H2' ? table.toUpperCase() : table
        def rows = db.metaData.getColumns(null, db.schema, name, '%')
        def all = []
        while (rows.next()) {
            all << [name: rows.getString('COLUMN_NAME').toLowerCase(), type: rows.getString('TYPE_NAME').toLowerCase(), size: rows.getInt('COLUMN_SIZE'),
                    must: rows.getInt('NULLABLE') == 0, own: rows.getString('IS_AUTOINCREMENT') == 'YES']
        }
        all
    }

    /** Some rows in each of these tables; the same number stands for the same thing in all, so that what refers finds it. */
    void fill(List<String> tables) {
        on { db ->
            List<String> left = tables.collect()
            // in an order that the references allow, found by trying
            for (int round = 0; left && round < 20; round++) {
                left.removeAll { table -> filled(db, table) }
            }
            assert left == []
        }
    }

    private static boolean filled(Connection db, String table) {
        def all = columns(db, table)
        def insert = db.prepareStatement("insert into $table (${all*.name.join(', ')}) overriding system value values (${all.collect { '?' }.join(', ')})")
        db.autoCommit = false
        try {
            (1..ROWS).each { n ->
                all.eachWithIndex { column, i -> insert.setObject(i + 1, n == 2 && !column.must ? null : value(column, n)) }
                insert.executeUpdate()
            }
            db.commit()
            true
        } catch (java.sql.SQLException e) {
            if (!(e.message =~ /(?i)referential|foreign key/)) { throw e }
            db.rollback()
            false
        } finally {
            db.autoCommit = true
        }
    }

    private static Object value(Map column, int n) {
        switch (column.type) {
            case ~/timestamp.*/: return OffsetDateTime.parse("2026-03-2${n}T02:30:00.12345${n}+02:00")
            case ~/.*int.*/: return column.type ==~ /bigint|int8/ && !column.own && n == 3 && !(column.name in ['run', 'notice', 'id']) ? Long.MAX_VALUE : n as long
            case ~/double.*|float8/: return [1.1d, Double.MIN_VALUE, Double.POSITIVE_INFINITY][n - 1]
            case ~/bool.*/: return n == 1
            default: return column.size > 3000 ? HARD + n + 'x' * (n == 3 ? Math.min(column.size - 100, 200_000) : 0) : 'v' + n
        }
    }

    /** Each row of each table, in an order of its own. */
    Map<String, List<List>> rows(List<String> tables) {
        on { db -> tables.collectEntries { [it, read(db, it)] } }
    }

    private static List<List> read(Connection db, String table) {
        def names = columns(db, table)*.name.sort()
        def rows = db.createStatement().executeQuery("select ${names.join(', ')} from $table")
        def all = []
        while (rows.next()) {
            all << (1..names.size()).collect { plain(rows.getObject(it), rows, it) }
        }
        all.sort { it.toString() }
    }

    private static Object plain(Object value, java.sql.ResultSet rows, int column) {
        if (value instanceof java.sql.Clob) { return rows.getString(column) }
        if (value instanceof OffsetDateTime || value instanceof java.sql.Timestamp) { return rows.getObject(column, OffsetDateTime).toInstant() }
        value instanceof Integer ? value as long : value
    }
}
