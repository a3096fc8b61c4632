package dev.steward.dsl.render;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Word;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of {@code playbooks.gdsl}, by which IntelliJ IDEA completes words, modules and parameters of playbooks. */
public final class Gdsl {

    private static final Map<Param.Type, String> TYPES = Map.of(
            Param.Type.FLAG, "java.lang.Boolean",
            Param.Type.INTEGER, "java.lang.Integer",
            Param.Type.NUMBER, "java.lang.Number",
            Param.Type.DURATION, "java.time.Duration",
            Param.Type.SIZE, "java.lang.Long",
            Param.Type.MAP, "java.util.Map",
            Param.Type.TEXTS, "java.util.List",
            Param.Type.LIST, "java.util.List",
            Param.Type.CONDITIONS, "groovy.lang.Closure",
            Param.Type.ANY, "java.lang.Object");

    private Gdsl() {}

    /** The text for a catalog; the same catalog gives the same text. */
    public static String of(ModuleCatalog catalog) {
        StringBuilder text = new StringBuilder("// Generated from the words and modules of Steward. Do not edit.\n");
        for (Room room : Room.values()) {
            text.append("\ncontributor(context(scope: ")
                    .append(room == Room.FILE ? "scriptScope()" : "closureScope(isArg: true)")
                    .append(")) {\n")
                    .append(room == Room.FILE ? "" : "    if (" + openers(room) + ") {\n");
            Words.list().stream().filter(w -> w.rooms().contains(room)).forEach(w -> text.append(word(w)));
            if (room == Room.TASK || room == Room.HANDLER) {
                catalog.modules().forEach(m -> text.append(module(m)));
            }
            text.append(room == Room.FILE ? "}\n" : "    }\n}\n");
        }
        return text.toString();
    }

    /** A room's words complete in the braces of the words that open it. */
    private static String openers(Room room) {
        return Words.list().stream()
                .filter(w -> w.braces() instanceof Word.Words words && words.room() == room)
                .map(w -> "enclosingCall('" + w.name() + "')")
                .collect(Collectors.joining(" || "));
    }

    private static String word(Word word) {
        List<String> params = new ArrayList<>();
        word.positional()
                .forEach(s -> params.add(
                        "'" + s.param().name() + "': '" + type(s.param().type()) + "'"));
        if (!(word.braces() instanceof Word.None)) {
            params.add("'block': 'groovy.lang.Closure'");
        }
        return method(
                word.name(),
                "params: [" + (params.isEmpty() ? ":" : String.join(", ", params)) + "]",
                named(word.named().stream().map(Word.Slot::param).toList()),
                word.doc());
    }

    private static String module(ModuleSchema module) {
        return method(module.name(), "params: [args: 'java.util.Map']", named(module.params()), module.doc());
    }

    private static String method(String name, String params, String named, String doc) {
        return "        method(name: '" + name + "', type: 'void', " + params + named + ", doc: '" + escaped(doc)
                + "')\n";
    }

    private static String named(List<Param> params) {
        if (params.isEmpty()) {
            return "";
        }
        return params.stream()
                .map(p -> "parameter(name: '" + p.name() + "', type: '" + type(p.type()) + "', doc: '" + escaped(doc(p))
                        + "')")
                .collect(Collectors.joining(", ", ", namedParams: [", "]"));
    }

    private static String doc(Param param) {
        return param.choices().isEmpty()
                ? param.doc()
                : param.doc() + " One of " + String.join(", ", param.choices()) + ".";
    }

    private static String type(Param.Type type) {
        return TYPES.getOrDefault(type, "java.lang.String");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ");
    }
}
