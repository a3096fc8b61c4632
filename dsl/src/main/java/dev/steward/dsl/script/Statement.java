package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.word.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checked statement of a playbook. */
public sealed interface Statement {

    /** Where it stands. */
    SourceRef at();

    /**
     * A word with what it takes.
     *
     * @param word which
     * @param arguments without a name, in order
     * @param named by name
     * @param questions the conditions or the items between its braces
     * @param bodies what stands between its braces; for a block also rescue and always
     * @param at where it stands
     */
    record Say(
            Word word,
            List<Node> arguments,
            Map<String, Node> named,
            List<Question> questions,
            List<List<Statement>> bodies,
            SourceRef at)
            implements Statement {}

    /**
     * A condition or other expression between braces.
     *
     * @param source as written
     * @param node what computes it
     * @param at where the braces begin
     */
    record Question(String source, Node node, SourceRef at) {}

    /**
     * A module with its arguments.
     *
     * @param module which
     * @param arguments by parameter
     * @param at where it stands
     */
    record Use(ModuleSchema module, Map<String, Argument> arguments, SourceRef at) implements Statement {}

    /** An argument of a module. */
    sealed interface Argument {}

    /**
     * A value.
     *
     * @param node what computes it
     * @param source as written
     * @param shell whether it is a shell line, whose values are kept apart
     */
    record Given(Node node, String source, boolean shell) implements Argument {}

    /**
     * Leading unnamed arguments gathered into one list.
     *
     * @param values each of them
     */
    record Gathered(List<Given> values) implements Argument {}

    /**
     * Conditions.
     *
     * @param questions each of them
     */
    record Asked(List<Question> questions) implements Argument {}

    /**
     * {@code if … else}, decided at plan time.
     *
     * @param question what decides
     * @param yes what is said when it holds
     * @param no what is said when it does not
     * @param at where it stands
     */
    record Choose(Node question, List<Statement> yes, List<Statement> no, SourceRef at) implements Statement {}

    /**
     * {@code list.each { x -> … }}, at plan time.
     *
     * @param of the list
     * @param parameters the names of element, or of key and value, or of element and index
     * @param indexed whether the second parameter is the index
     * @param body what is said for each
     * @param at where it stands
     */
    record Each(Node of, List<String> parameters, boolean indexed, List<Statement> body, SourceRef at)
            implements Statement {}

    /**
     * {@code def name = value}.
     *
     * @param name what is defined
     * @param value its value, known at plan time
     * @param at where it stands
     */
    record Define(String name, Node value, SourceRef at) implements Statement {}

    /**
     * {@code vars}.
     *
     * @param variables in order
     * @param at where it stands
     */
    record Declare(List<Variable> variables, SourceRef at) implements Statement {}

    /**
     * One of {@code vars}.
     *
     * @param name as written
     * @param value its default
     * @param source of the default, as written
     * @param asking what {@code ask} says
     * @param at where its name stands
     */
    record Variable(String name, Node value, String source, Asking asking, SourceRef at) {}

    /**
     * What {@code ask} says beyond the default.
     *
     * @param label empty: none
     * @param options by their names, known before the run
     */
    record Asking(String label, Map<String, Node> options) {

        static final Asking NONE = new Asking("", Map.of());
    }

    /**
     * {@code importPlaybook}.
     *
     * @param playbook what was imported
     * @param at where it stands
     */
    record Import(Playbook playbook, SourceRef at) implements Statement {}

    /**
     * {@code includeTasks}.
     *
     * @param list the task list
     * @param given values for its vars
     * @param at where it stands
     */
    record Include(TaskList list, Map<String, Given> given, SourceRef at) implements Statement {}

    /**
     * A playbook as read.
     *
     * @param name as written
     * @param body what it says
     * @param at where it stands
     */
    record Playbook(String name, List<Statement> body, SourceRef at) {

        /** The parameters it declares itself, in order. */
        public List<Variable> variables() {
            return body.stream()
                    .filter(Declare.class::isInstance)
                    .flatMap(s -> ((Declare) s).variables().stream())
                    .toList();
        }

        /** Whether it is carried out on an outage, and never as an ordinary run. */
        public boolean power() {
            return PowerWords.any(body);
        }

        /** The playbooks it imports, in order. */
        public List<Playbook> imports() {
            return body.stream()
                    .filter(Import.class::isInstance)
                    .map(s -> ((Import) s).playbook())
                    .toList();
        }
    }

    /**
     * A task list as read.
     *
     * @param name as written
     * @param variables its parameters with their defaults
     * @param steps what it says
     */
    record TaskList(String name, List<Variable> variables, List<Statement> steps) {}

    /** What a file says. */
    record Read(Optional<Playbook> playbook, Optional<TaskList> list) {}
}
