package dev.steward.runner.lab.pve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.lab.pve.http.Request;
import dev.steward.runner.lab.pve.table.Form;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request's parameters: of the body (form or JSON) for POST and PUT, of the query for all; the query wins. */
final class Parameters {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    /** The body is not JSON though it says so. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1;

        Malformed(String body) {
            super(
                    "malformed JSON string, neither tag, array, object, number, string or atom, at character offset "
                            + body.length()
                            + " (before \"(end of string)\") at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 934.",
                    null,
                    false,
                    false);
        }
    }

    private Parameters() {}

    static Map<String, Object> of(Request request) throws Malformed {
        Map<String, Object> all = new LinkedHashMap<>();
        if (request.method().equals("POST") || request.method().equals("PUT")) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            all.putAll(request.header("content-type").startsWith("application/json") ? json(body) : Form.decode(body));
        }
        all.putAll(Form.decode(request.query()));
        return all;
    }

    private static Map<String, Object> json(String body) throws Malformed {
        try {
            return body.isBlank() ? Map.of() : JSON.readValue(body, MAP);
        } catch (JsonProcessingException e) {
            throw new Malformed(body);
        }
    }
}
