package dev.steward.dsl.source;

import dev.steward.dsl.plan.SourceRef;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;

/** The text of one file, with the places of what stands in it. */
public final class SourceText {

    private final String file;
    private final String text;
    private final List<String> lines;

    public SourceText(String file, String text) {
        this.file = file;
        this.text = text;
        this.lines = List.of(text.split("\n", -1));
    }

    public String file() {
        return file;
    }

    public String text() {
        return text;
    }

    public SourceRef at(ASTNode node) {
        return at(node.getLineNumber(), node.getColumnNumber());
    }

    public SourceRef at(int line, int column) {
        return new SourceRef(file, Math.max(1, line), Math.max(1, column));
    }

    /** The text of a node as the operator typed it. */
    public String of(ASTNode node) {
        int from = offset(node.getLineNumber(), node.getColumnNumber());
        int to = offset(node.getLastLineNumber(), node.getLastColumnNumber());
        return from < to ? text.substring(from, to).strip() : "";
    }

    /** The text between the braces of a closure, without its parameters. */
    public String within(ClosureExpression closure) {
        String all = of(closure);
        int from = all.startsWith("{") ? 1 : 0;
        int to = all.endsWith("}") ? all.length() - 1 : all.length();
        return all.substring(from, Math.max(from, to)).strip();
    }

    /** The text from the begin of one node to the begin of another. */
    public String between(ASTNode from, ASTNode to) {
        int first = offset(from.getLineNumber(), from.getColumnNumber());
        return text.substring(first, Math.max(first, offset(to.getLineNumber(), to.getColumnNumber())))
                .strip();
    }

    private int offset(int line, int column) {
        int offset = 0;
        for (int i = 0; i < Math.min(line - 1, lines.size()); i++) {
            offset += lines.get(i).length() + 1;
        }
        return Math.max(0, Math.min(offset + column - 1, text.length()));
    }
}
