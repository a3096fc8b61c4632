package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.expression.RawNode;
import dev.steward.dsl.expression.TextNode;
import dev.steward.dsl.value.Type.Kind;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** Checks a shell line: each value put into it is quoted on its own, so nothing else may quote or build it. */
final class ShellLines {

    private final Context context;

    ShellLines(Context context) {
        this.context = context;
    }

    void check(Expression written, Node node) {
        if (written instanceof BinaryExpression binary
                && binary.getOperation().getText().equals("+")) {
            context.error(
                    written,
                    "a shell line is not put together with '+'",
                    "write the value as ${…} inside the text: it is quoted there");
        } else if (node instanceof TextNode text) {
            values(text);
        } else if (!(node instanceof Constant)) {
            context.error(
                    written,
                    "a shell line is written as a text",
                    "write \"${raw(" + context.source().of(written) + ")}\" where a whole line is a value");
        } else if (!node.type().unknown() && !node.type().is(Kind.TEXT)) {
            context.error(written, "a shell line is a text, not " + node.type().name());
        }
    }

    private void values(TextNode text) {
        Quotes quotes = new Quotes();
        for (TextNode.Part part : text.parts()) {
            if (part.value().isEmpty()) {
                quotes.read(part.literal());
            } else {
                value(part, part.value().get(), quotes);
            }
        }
    }

    private void value(TextNode.Part part, Node node, Quotes quotes) {
        if (node instanceof RawNode) {
            return;
        }
        if (quotes.open()) {
            context.report()
                    .error(
                            node.at(),
                            "${" + part.source()
                                    + "} stands between quotes, but every value in a shell line is quoted for you",
                            "leave the quotes out");
        } else if (node.type().is(Kind.LIST)
                || node.type().is(Kind.MAP)
                || node.type().is(Kind.RECORD)) {
            context.report()
                    .error(
                            node.at(),
                            "${" + part.source() + "} is " + node.type().name()
                                    + ", but a shell line takes one value at a time",
                            "name one of its values, or write a task for each");
        }
    }

    /** Follows the shell's quotes through literal text. */
    private static final class Quotes {
        private char quote;
        private boolean comment;
        private char before = ' ';

        boolean open() {
            return quote != 0;
        }

        void read(String literal) {
            for (int i = 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                if (c == '\\' && quote != '\'' && !comment) {
                    i++;
                } else {
                    take(c);
                }
                before = c;
            }
        }

        private void take(char c) {
            if (comment) {
                comment = c != '\n';
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '#' && Character.isWhitespace(before)) {
                comment = true;
            }
        }
    }
}
