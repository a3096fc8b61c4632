package dev.steward.runner.module.file.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A template in a part of Groovy's template syntax: {@code ${…}} and {@code <%= … %>} show a value; {@code <% for (x in
 * list) { %>}, {@code <% list.each { x -> %>}, {@code <% if (x) { %>}, {@code <% } else if (y) { %>}, {@code <% } else {
 * %>} and {@code <% } %>} repeat and choose. A line that holds nothing but such a tag leaves no empty line. {@code \$}
 * and {@code \<%} stand for themselves, and so does a {@code $} without a brace.
 *
 * <p>It is read here and not by Groovy, so that a template cannot run code on Steward's machine, sees its vars and
 * nothing else, and every mistake in it has a position.
 */
public final class TemplateText {

    private final List<Node> nodes;

    private TemplateText(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads a template.
     *
     * @param file its name, for messages
     * @param text of the template
     * @throws TemplateException where it cannot be understood
     */
    public static TemplateText parse(String file, String text) throws TemplateException {
        return new TemplateText(new TemplateReader(file, text).read());
    }

    /**
     * Renders it.
     *
     * @param vars all that it sees; plain data, and {@link dev.steward.runner.secret.Secret}
     * @throws TemplateException where a variable is missing or of the wrong kind
     */
    public Rendered render(Map<String, Object> vars) throws TemplateException {
        Evaluation evaluation = new Evaluation(vars);
        StringBuilder out = new StringBuilder();
        render(nodes, evaluation, out);
        return new Rendered(out.toString(), evaluation.secret());
    }

    private static void render(List<Node> nodes, Evaluation evaluation, StringBuilder out) throws TemplateException {
        for (Node node : nodes) {
            if (node instanceof Node.Literal literal) {
                out.append(literal.text());
            } else if (node instanceof Node.Show show) {
                out.append(shown(show, evaluation));
            } else if (node instanceof Node.Loop loop) {
                loop(loop, evaluation, out);
            } else if (node instanceof Node.Choice choice) {
                choose(choice, evaluation, out);
            }
        }
    }

    private static String shown(Node.Show show, Evaluation evaluation) throws TemplateException {
        Object value = evaluation.value(show.value());
        if (value == null) {
            throw new TemplateException(show.value().at(), "the value is null; write ${… ?: 'another'}");
        }
        return evaluation.shown(value);
    }

    private static void loop(Node.Loop loop, Evaluation evaluation, StringBuilder out) throws TemplateException {
        Object list = evaluation.value(loop.list());
        Collection<?> elements =
                list instanceof Map<?, ?> map ? map.entrySet() : list instanceof Collection<?> given ? given : null;
        if (elements == null) {
            throw new TemplateException(loop.list().at(), "a loop goes over a list or map, not over " + list);
        }
        for (Object element : elements) {
            evaluation.with(loop.name(), element, () -> render(loop.body(), evaluation, out));
        }
    }

    private static void choose(Node.Choice choice, Evaluation evaluation, StringBuilder out) throws TemplateException {
        for (Node.Branch branch : choice.branches()) {
            if (branch.condition() == null || Evaluation.truth(evaluation.value(branch.condition()))) {
                render(branch.body(), evaluation, out);
                return;
            }
        }
    }
}
