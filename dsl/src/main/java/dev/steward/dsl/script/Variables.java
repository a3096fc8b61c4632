package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Word;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Reads {@code vars}: parameters with the defaults that fix their types. */
final class Variables {

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
        String label = "";
        if (written instanceof MethodCallExpression call
                && call.isImplicitThis()
                && "ask".equals(call.getMethodAsString())) {
            Optional<Call> ask = Call.of(call, context);
            label = ask.map(a -> label(a, room)).orElse("");
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
        return new Statement.Variable(name, value, context.source().of(written), label, argument.at());
    }

    private String label(Call ask, Room room) {
        boolean fine = room == Room.PLAYBOOK
                && ask.positional().size() == 2
                && ask.positional().get(1) instanceof ConstantExpression label
                && label.getValue() instanceof String;
        if (!fine) {
            context.report()
                    .error(
                            ask.at(),
                            room == Room.PLAYBOOK
                                    ? "ask takes a default and a label: ask(false, 'Reboot if needed')"
                                    : "ask stands only in the vars of a playbook");
            return "";
        }
        return (String) ((ConstantExpression) ask.positional().get(1)).getValue();
    }
}
