package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Suggestion;
import dev.steward.dsl.word.Word;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Reads {@code vars}: parameters with the defaults that fix their types. */
final class Variables {

    private static final List<String> ASKED = List.of("help", "choices", "min", "max", "required");

    private final Context context;
    private final Blocks blocks;

    Variables(Context context, Blocks blocks) {
        this.context = context;
        this.blocks = blocks;
    }

    Statement read(Word word, Call call, Room room, Names names) {
        if (!call.positional().isEmpty()
                || !call.closures().isEmpty()
                || call.named().isEmpty()) {
            context.report().error(call.at(), "'" + word.name() + "' takes its values as name: value");
        }
        List<Statement.Variable> variables = new ArrayList<>();
        call.named().forEach((name, argument) -> variables.add(variable(name, argument, room, names)));
        return new Statement.Declare(variables, call.at());
    }

    private Statement.Variable variable(String name, Call.Named argument, Room room, Names names) {
        Expression written = argument.value();
        Statement.Asking asking = Statement.Asking.NONE;
        if (written instanceof MethodCallExpression call
                && call.isImplicitThis()
                && "ask".equals(call.getMethodAsString())) {
            Optional<Call> ask = Call.of(call, context);
            asking = ask.map(a -> asking(a, room, names)).orElse(asking);
            written = ask.filter(a -> !a.positional().isEmpty())
                    .map(a -> a.positional().get(0))
                    .orElse(new ConstantExpression(""));
        }
        Node value = blocks.expressions().node(written, names);
        if (value.deferred() && room != Room.PLAY) {
            context.error(
                    written,
                    "the default of '" + name + "' is settled before the run, but this is known only at run time");
        } else if (value instanceof Constant constant && constant.type().is(dev.steward.dsl.value.Type.Kind.NOTHING)) {
            context.error(written, "the default of '" + name + "' fixes its type, and null has none");
        }
        if (Words.any(name) || name.equals("secret") || name.equals("raw") || name.equals("ask")) {
            context.report().error(argument.at(), "'" + name + "' is a word of the language", "choose another name");
        }
        blocks.free(name, argument.at(), names);
        names.bind(name, value.type(), value.deferred());
        return new Statement.Variable(name, value, context.source().of(written), asking, argument.at());
    }

    /** What {@code ask(default, 'label', help: …, choices: […], min: …, max: …, required: true)} says; nothing after a problem. */
    private Statement.Asking asking(Call ask, Room room, Names names) {
        if (room != Room.PLAYBOOK) {
            context.report().error(ask.at(), "ask stands only in the vars of a playbook");
            return Statement.Asking.NONE;
        }
        boolean fine = ask.positional().size() == 2
                && ask.closures().isEmpty()
                && ask.positional().get(1) instanceof ConstantExpression label
                && label.getValue() instanceof String;
        if (!fine) {
            context.report().error(ask.at(), "ask takes a default and a label: ask(false, 'Reboot if needed')");
            return Statement.Asking.NONE;
        }
        Map<String, Node> options = new LinkedHashMap<>();
        ask.named().forEach((name, option) -> {
            if (!ASKED.contains(name)) {
                String near = Suggestion.of(name, ASKED);
                context.report()
                        .error(
                                option.at(),
                                "ask has no '" + name + "'",
                                near.isEmpty() ? "it has " + String.join(", ", ASKED) : near);
                return;
            }
            option(name, option.value(), names, options);
        });
        return new Statement.Asking(
                (String) ((ConstantExpression) ask.positional().get(1)).getValue(), options);
    }

    private void option(String name, Expression written, Names names, Map<String, Node> options) {
        Node value = blocks.expressions().node(written, names);
        if (value.deferred()) {
            context.error(
                    written, "'" + name + "' of ask is settled before the run, but this is known only at run time");
        } else {
            options.put(name, value);
        }
    }
}
