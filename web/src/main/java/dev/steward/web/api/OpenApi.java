package dev.steward.web.api;

import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Field;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API's description by OpenAPI 3.1, made from what its routes say of themselves. */
final class OpenApi {

    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");
    private static final String PROBLEM = "application/problem+json";

    private final String version;

    OpenApi(String version) {
        this.version = version;
    }

    Map<String, Object> of(List<Route> routes) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            route.operation().ifPresent(operation -> paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.verb().name().toLowerCase(Locale.ROOT), described(route, operation)));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Steward", "version", version));
        document.put("paths", paths);
        document.put("components", components());
        return document;
    }

    private static Map<String, Object> described(Route route, Operation operation) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("summary", operation.summary());
        List<Map<String, Object>> parameters = new ArrayList<>();
        Matcher places = PLACE.matcher(route.path());
        while (places.find()) {
            Operation.Type type = places.group(1).equals("run") ? Operation.Type.INTEGER : Operation.Type.STRING;
            parameters.add(parameter("path", new Field(places.group(1), type, true, "which " + places.group(1))));
        }
        operation.query().forEach(field -> parameters.add(parameter("query", field)));
        described.put("parameters", parameters);
        if (!operation.body().isEmpty()) {
            described.put("requestBody", body(operation));
        }
        described.put("responses", responses(route, operation));
        if (closed(route)) {
            described.put("security", List.of(Map.of("token", List.of())));
        }
        return described;
    }

    private static boolean closed(Route route) {
        return route.verb() != Verb.GET
                || route.access() == Route.Access.PRIVATE
                || route.access() == Route.Access.SELF
                || route.access() == Route.Access.ADMIN;
    }

    private static Map<String, Object> parameter(String in, Field field) {
        return Map.of(
                "name", field.name(),
                "in", in,
                "required", field.required(),
                "description", field.words(),
                "schema", schema(field.type()));
    }

    private static Map<String, Object> schema(Operation.Type type) {
        return type == Operation.Type.STRINGS
                ? Map.of("type", "array", "items", Map.of("type", "string"))
                : Map.of("type", type.name().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Object> body(Operation operation) {
        List<Field> fields = operation.body();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Field field : fields) {
            Map<String, Object> schema = new LinkedHashMap<>(schema(field.type()));
            schema.put("description", field.words());
            properties.put(field.name(), schema);
        }
        List<String> required =
                fields.stream().filter(Field::required).map(Field::name).toList();
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                required,
                "additionalProperties",
                operation.open());
        return Map.of("required", !required.isEmpty(), "content", Map.of("application/json", Map.of("schema", schema)));
    }

    private static Map<String, Object> responses(Route route, Operation operation) {
        Operation.Answer answer = operation.answer();
        Map<String, Object> schema = answer.type().equals("application/json")
                ? Map.of("type", "object", "required", answer.fields())
                : Map.of("type", "string");
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(
                String.valueOf(answer.status()),
                Map.of("description", "Done", "content", Map.of(answer.type(), Map.of("schema", schema))));
        List<Integer> problems = new ArrayList<>(operation.problems());
        if (closed(route)) {
            problems.addAll(route.verb() != Verb.GET ? List.of(401, 403) : List.of(401));
        }
        problems.stream().sorted().forEach(status -> responses.put(String.valueOf(status), problem()));
        return responses;
    }

    private static Map<String, Object> problem() {
        Map<String, Object> schema = Map.of("$ref", "#/components/schemas/Problem");
        return Map.of("description", "Not done, and why", "content", Map.of(PROBLEM, Map.of("schema", schema)));
    }

    private static Map<String, Object> components() {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", text);
        properties.put("title", text);
        properties.put("status", Map.of("type", "integer"));
        properties.put("detail", text);
        properties.put("instance", text);
        properties.put("problems", Map.of("type", "array", "items", text));
        Map<String, Object> problem =
                Map.of("type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
        return Map.of(
                "schemas", Map.of("Problem", problem),
                "securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer")));
    }
}
