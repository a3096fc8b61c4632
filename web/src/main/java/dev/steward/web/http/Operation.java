package dev.steward.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a way into the API does, in the words of its OpenAPI description. The named parts of the path are not listed here:
 * they are in the path.
 *
 * @param summary in one line
 * @param query its parameters
 * @param body fields of the JSON object that is sent; none where none is
 * @param answer what a success is
 * @param problems statuses of HTTP that are told as problem+json, beside those that every way has
 * @param open whether the body may have further fields, which are not looked at
 */
public record Operation(
        String summary, List<Field> query, List<Field> body, Answer answer, List<Integer> problems, boolean open) {

    public Operation {
        query = List.copyOf(query);
        body = List.copyOf(body);
        problems = List.copyOf(problems);
    }

    /** Types of JSON. */
    public enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        OBJECT,
        STRINGS
    }

    /**
     * A parameter or field.
     *
     * @param name as it is sent
     * @param type of its value
     * @param required whether it must be there
     * @param words what it means
     */
    public record Field(String name, Type type, boolean required, String words) {}

    /**
     * A success.
     *
     * @param status of HTTP
     * @param type of media
     * @param fields that a JSON object always has
     */
    public record Answer(int status, String type, List<String> fields) {

        public Answer {
            fields = List.copyOf(fields);
        }
    }

    /** What answers 200 with a JSON object that has these fields. */
    public static Operation json(String summary, String... fields) {
        return new Operation(
                summary, List.of(), List.of(), new Answer(200, "application/json", List.of(fields)), List.of(), false);
    }

    /** With another status of success. */
    public Operation status(int status) {
        return new Operation(summary, query, body, new Answer(status, answer.type(), answer.fields()), problems, open);
    }

    /** With another type of media, whose content is not described further. */
    public Operation type(String type) {
        return new Operation(summary, query, body, new Answer(answer.status(), type, List.of()), problems, open);
    }

    /** With a parameter of the query, which may be left out. */
    public Operation query(String name, Type type, String words) {
        return new Operation(summary, and(query, new Field(name, type, false, words)), body, answer, problems, open);
    }

    /** With a field of the body, which may be left out. */
    public Operation field(String name, Type type, String words) {
        return new Operation(summary, query, and(body, new Field(name, type, false, words)), answer, problems, open);
    }

    /** With a field of the body that must be there. */
    public Operation needs(String name, Type type, String words) {
        return new Operation(summary, query, and(body, new Field(name, type, true, words)), answer, problems, open);
    }

    /** With statuses of problems. */
    public Operation problems(Integer... statuses) {
        return new Operation(summary, query, body, answer, List.of(statuses), open);
    }

    /** With a body that may have further fields, as of a program that grows. */
    public Operation further() {
        return new Operation(summary, query, body, answer, problems, true);
    }

    /** The names of the body's fields. */
    public Set<String> fields() {
        return body.stream().map(Field::name).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Field> and(List<Field> fields, Field one) {
        List<Field> more = new ArrayList<>(fields);
        more.add(one);
        return more;
    }
}
