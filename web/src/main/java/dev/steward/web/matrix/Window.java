package dev.steward.web.matrix;

import dev.steward.web.http.Params;
import java.util.List;

/**
 * The part of hosts x tasks that is sent: a run of 500 hosts and 50 tasks has 25,000 cells, and a reader sees a few
 * hundred of them.
 *
 * @param first the first host, from 0
 * @param hosts how many hosts there are in all
 * @param left the first task, from 0
 * @param tasks how many tasks there are in all
 * @param rows hosts at most
 * @param columns tasks at most
 */
public record Window(int first, int hosts, int left, int tasks, int rows, int columns) {

    private static final int USUAL = 40;
    private static final int MOST = 120;

    /** What a request asks for: {@code first}, {@code left}, {@code rows} and {@code columns}. */
    public static Window asked(Params query) {
        return new Window(
                number(query, "first", 0, 1_000_000, 0),
                0,
                number(query, "left", 0, 1_000_000, 0),
                0,
                number(query, "rows", 1, MOST, USUAL),
                number(query, "columns", 1, MOST, USUAL));
    }

    private static int number(Params query, String name, int least, int most, int otherwise) {
        return query.number(name, least, most).map(Long::intValue).orElse(otherwise);
    }

    /** The same on a matrix of this size; it begins where there is something to see. */
    Window on(int hosts, int tasks) {
        return new Window(
                Math.min(first, Math.max(0, hosts - 1)),
                hosts,
                Math.min(left, Math.max(0, tasks - 1)),
                tasks,
                rows,
                columns);
    }

    <T> List<T> rows(List<T> all) {
        return all.subList(first, Math.min(all.size(), first + rows));
    }

    <T> List<T> columns(List<T> all) {
        return all.subList(left, Math.min(all.size(), left + columns));
    }

    /** Whether there is more than this. */
    public boolean partial() {
        return hosts > rows || tasks > columns || first > 0 || left > 0;
    }

    /** As "Hosts 1 to 40 of 500, tasks 1 to 40 of 50". */
    public String words() {
        return "Hosts " + (first + 1) + " to " + Math.min(hosts, first + rows) + " of " + hosts + ", tasks "
                + (left + 1) + " to " + Math.min(tasks, left + columns) + " of " + tasks;
    }

    /** Whether there are hosts further down. */
    public boolean below() {
        return first + rows < hosts;
    }

    /** Whether there are tasks further right. */
    public boolean right() {
        return left + columns < tasks;
    }

    /** The query of another window of the same size. */
    public String query(int first, int left, String group) {
        Params query = Params.NONE;
        query = first > 0 ? query.with("first", Integer.toString(first)) : query;
        query = left > 0 ? query.with("left", Integer.toString(left)) : query;
        query = rows == USUAL ? query : query.with("rows", Integer.toString(rows));
        query = columns == USUAL ? query : query.with("columns", Integer.toString(columns));
        return (group.isEmpty() ? query : query.with("group", group)).query();
    }
}
