package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Suggestion;
import dev.steward.dsl.word.Word;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Reads a word or module with all that belongs to it. */
final class Phrases {

    private final Context context;
    private final Blocks blocks;
    private final WordUse words;
    private final ModuleUse modules;
    private final Library library;
    private final Notices notices;

    Phrases(Context context, Blocks blocks, WordUse words, ModuleUse modules, Library library, Notices notices) {
        this.context = context;
        this.blocks = blocks;
        this.words = words;
        this.modules = modules;
        this.library = library;
        this.notices = notices;
    }

    Optional<Statement> read(Call call, Room room, Names names, boolean direct) {
        Optional<Word> word = Words.find(call.name(), room);
        if (word.isPresent()) {
            return word(word.get(), call, room, names, direct);
        }
        Optional<ModuleSchema> module = context.catalog().find(call.name());
        if (module.isPresent() && (room == Room.TASK || room == Room.HANDLER)) {
            return Optional.of(modules.read(module.get(), call, names));
        }
        unknown(call.name(), call.at(), room);
        return Optional.empty();
    }

    void unknown(String name, SourceRef at, Room room) {
        if (name.equals("rescue") || name.equals("always")) {
            context.report()
                    .error(
                            at,
                            "'" + name + "' stands behind a block",
                            "write it on the line of the block's closing brace: } " + name + " {");
        } else if (Words.any(name)) {
            context.report()
                    .error(at, "'" + name + "' cannot stand in " + room.words(), "it belongs in " + Words.rooms(name));
        } else if (context.catalog().find(name).isPresent()) {
            context.report()
                    .error(
                            at,
                            "the module '" + name + "' cannot stand in " + room.words(),
                            "write task('…') { " + name + " … }");
        } else {
            Set<String> known = new TreeSet<>(Words.names(room));
            if (room == Room.TASK || room == Room.HANDLER) {
                context.catalog().modules().forEach(m -> known.add(m.name()));
            }
            String advice = Suggestion.of(name, known);
            String what = room == Room.TASK || room == Room.HANDLER ? "unknown module or word '" : "unknown word '";
            boolean few = advice.isEmpty() && room != Room.TASK && room != Room.HANDLER;
            context.report()
                    .error(
                            at,
                            what + name + "' in " + room.words(),
                            few ? "here stand " + String.join(", ", known) : advice);
        }
    }

    private Optional<Statement> word(Word word, Call call, Room room, Names names, boolean direct) {
        boolean top = word.name().equals("vars")
                || word.name().equals("importPlaybook")
                || room == Room.PLAYBOOK && PowerWords.head(word.name());
        if (!direct && top) {
            context.report()
                    .error(
                            call.at(),
                            "'" + word.name() + "' stands directly in " + room.words() + ", not in if or each");
        }
        return switch (word.name()) {
            case "vars" -> Optional.of(new Variables(context, blocks).read(word, call, room, names));
            case "play" -> Optional.of(play(word, call, names));
            case "phase" -> Optional.of(phase(word, call, names));
            case "recover" -> Optional.of(recover(word, call, names));
            case "startWhen", "emergencyWhen" -> Optional.of(plain(word, call, names.gate()));
            case "task", "handler" -> Optional.of(task(word, call, names));
            case "block" -> Optional.of(plainBlock(word, call, names));
            case "importPlaybook" -> library.playbook(file(word, call, names), call.at());
            case "includeTasks" -> includeTasks(word, call, names);
            default -> Optional.of(plain(word, call, names));
        };
    }

    private String file(Word word, Call call, Names names) {
        Statement.Say said = words.read(word, call, names, List.of());
        if (!said.arguments().isEmpty()
                && said.arguments().get(0) instanceof Constant path
                && path.value() instanceof String file) {
            return file;
        }
        if (!said.arguments().isEmpty()) {
            context.report()
                    .error(
                            said.arguments().get(0).at(),
                            "'" + word.name() + "' takes the path of a file as written, without values");
        }
        return "";
    }

    private Statement.Say plain(Word word, Call call, Names names) {
        List<List<Statement>> bodies = new ArrayList<>();
        word.inner().ifPresent(room -> bodies.add(braces(word, call, room, names.inner())));
        if (word.inner().isEmpty()
                && word.braces() instanceof Word.None
                && !call.closures().isEmpty()) {
            context.error(call.closures().get(0), "'" + word.name() + "' has no braces");
        }
        return words.read(word, call, names, bodies);
    }

    private List<Statement> braces(Word word, Call call, Room room, Names names) {
        if (call.closures().size() != 1) {
            context.report()
                    .error(
                            call.at(),
                            "'" + word.name() + "' needs braces: " + word.name()
                                    + (word.positional().isEmpty() ? "" : "('…')") + " { … }");
            return List.of();
        }
        return blocks.read(call.closures().get(0), room, names);
    }

    private Statement play(Word word, Call call, Names names) {
        Notices own = new Notices();
        Blocks inner = new Blocks(context, library, own);
        Names scope = names.inner();
        List<List<Statement>> bodies = new ArrayList<>();
        if (call.closures().size() == 1) {
            List<Statement> body = inner.read(call.closures().get(0), Room.PLAY, scope);
            bodies.add(body);
            if (body.stream()
                    .noneMatch(s ->
                            s instanceof Statement.Say say && say.word().name().equals("hosts"))) {
                context.report().error(call.at(), "this play names no hosts", "write hosts 'pattern' in it");
            }
        } else {
            context.report().error(call.at(), "'play' needs braces: play('…') { … }");
            bodies.add(List.of());
        }
        own.check();
        return words.read(word, call, names, bodies);
    }

    private Statement phase(Word word, Call call, Names names) {
        Names inner = PowerWords.phase(names, call.at(), context.report());
        List<Statement> body = braces(word, call, Room.PHASE, inner);
        boolean plays = body.stream()
                .anyMatch(s ->
                        !(s instanceof Statement.Say say) || say.word().name().equals("play"));
        int written = call.closures().size() == 1
                ? Closures.statements(call.closures().get(0)).size()
                : Integer.MAX_VALUE;
        if (!plays && written == body.size()) {
            context.report().error(call.at(), "this phase does nothing", "write play('…') { … } in it");
        }
        return words.read(word, call, names, List.of(body));
    }

    private Statement recover(Word word, Call call, Names names) {
        Statement.Say said = plain(word, call, names);
        if (call.closures().size() == 1
                && Closures.statements(call.closures().get(0)).isEmpty()) {
            context.report()
                    .error(call.at(), "this recover undoes nothing", "write play('…') { … } in it, or leave it out");
        }
        return said;
    }

    private Statement task(Word word, Call call, Names names) {
        if (call.closures().size() != 1) {
            context.report().error(call.at(), "'" + word.name() + "' needs braces: " + word.name() + "('…') { … }");
            return words.read(word, call, names, List.of(List.of()));
        }
        TaskBody body = new TaskBody(context, blocks, call.closures().get(0));
        List<Statement> said = body.read(word.inner().orElseThrow(), call, names);
        Statement.Say task = words.read(word, call, names, List.of(said));
        remember(word, task, said);
        return task;
    }

    private void remember(Word word, Statement.Say task, List<Statement> body) {
        if (word.name().equals("handler")) {
            answers(task);
        }
        for (Statement statement : body) {
            if (statement instanceof Statement.Say say && say.word().name().equals("listen")) {
                answers(say);
            } else if (statement instanceof Statement.Say say
                    && say.word().name().equals("notify")) {
                say.arguments().stream()
                        .filter(Constant.class::isInstance)
                        .forEach(n -> notices.notice(String.valueOf(((Constant) n).value()), n.at(), context.report()));
            }
        }
    }

    private void answers(Statement.Say say) {
        for (Node name : say.arguments()) {
            if (name instanceof Constant constant) {
                notices.handler(String.valueOf(constant.value()));
            } else {
                notices.unnamedHandler();
            }
        }
    }

    private Statement.Say plainBlock(Word word, Call call, Names names) {
        return words.read(word, call, names, List.of(braces(word, call, Room.BLOCK, names.inner())));
    }

    /** {@code block { … } rescue { … } always { … }}: the parser chains the calls. */
    Optional<Statement> block(MethodCallExpression chain, Room room, Names names, boolean direct) {
        List<MethodCallExpression> links = new ArrayList<>();
        Expression link = chain;
        while (link instanceof MethodCallExpression call && !call.isImplicitThis()) {
            links.add(0, call);
            link = call.getObjectExpression();
        }
        Optional<Statement> first =
                link instanceof MethodCallExpression call && "block".equals(call.getMethodAsString())
                        ? Call.of(call, context).flatMap(c -> read(c, room, names, direct))
                        : Optional.empty();
        if (!(first.orElse(null) instanceof Statement.Say say)
                || !say.word().name().equals("block")) {
            context.error(
                    chain, "rescue and always stand behind a block", "write block { … } rescue { … } always { … }");
            return Optional.empty();
        }
        List<List<Statement>> bodies = new ArrayList<>(List.of(say.bodies().get(0), List.of(), List.of()));
        int last = 0;
        for (MethodCallExpression call : links) {
            int place = List.of("block", "rescue", "always").indexOf(call.getMethodAsString());
            Optional<ClosureExpression> braces = Call.of(call, context)
                    .filter(c -> c.positional().isEmpty()
                            && c.named().isEmpty()
                            && c.closures().size() == 1)
                    .map(c -> c.closures().get(0));
            if (place <= last || braces.isEmpty()) {
                context.error(call.getMethod(), "behind a block stand rescue { … } and then always { … }, each once");
                return Optional.empty();
            }
            last = place;
            bodies.set(place, blocks.read(braces.get(), Room.TASKS, names.inner()));
        }
        return Optional.of(
                new Statement.Say(say.word(), say.arguments(), say.named(), List.of(), List.copyOf(bodies), say.at()));
    }

    private Optional<Statement> includeTasks(Word word, Call call, Names names) {
        Statement.Say said = words.read(word, call, names, List.of());
        Map<String, Statement.Given> given = new LinkedHashMap<>();
        said.named().forEach((name, node) -> {
            Call.Named written = call.named().get(name);
            if (node.type().is(Kind.RAW)) {
                context.report().error(written.at(), "raw(…) is for shell lines only");
            }
            given.put(name, new Statement.Given(node, context.source().of(written.value()), false));
        });
        String file = said.arguments().size() == 1
                        && said.arguments().get(0) instanceof Constant path
                        && path.value() instanceof String name
                ? name
                : "";
        if (file.isEmpty() && !said.arguments().isEmpty()) {
            context.report()
                    .error(
                            said.arguments().get(0).at(),
                            "'includeTasks' takes the path of a file as written, without values");
        }
        return file.isEmpty()
                ? Optional.empty()
                : library.taskList(new Library.Wanted(file, given, call, names, notices));
    }
}
