package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Wildcard;
import dev.steward.runner.lab.process.Capture;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.Pipe;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.syntax.Parser;
import dev.steward.runner.lab.syntax.Source;
import dev.steward.runner.lab.syntax.Syntax.AndOr;
import dev.steward.runner.lab.syntax.Syntax.Branch;
import dev.steward.runner.lab.syntax.Syntax.Case;
import dev.steward.runner.lab.syntax.Syntax.Command;
import dev.steward.runner.lab.syntax.Syntax.For;
import dev.steward.runner.lab.syntax.Syntax.Function;
import dev.steward.runner.lab.syntax.Syntax.Group;
import dev.steward.runner.lab.syntax.Syntax.If;
import dev.steward.runner.lab.syntax.Syntax.Item;
import dev.steward.runner.lab.syntax.Syntax.Pipeline;
import dev.steward.runner.lab.syntax.Syntax.Sequence;
import dev.steward.runner.lab.syntax.Syntax.Simple;
import dev.steward.runner.lab.syntax.Syntax.While;
import dev.steward.runner.lab.syntax.Syntax.Word;
import dev.steward.runner.lab.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Executes commands (POSIX XCU 2.9). */
final class Interpreter {

    private static final int DEEPEST = 1000;

    private final Shell shell;
    private final Expander expander;
    private final Redirector redirector;
    private final SimpleCommands simple;
    private int tested;
    private int depth;
    private int loops;
    private int substituted;

    Interpreter(Shell shell) {
        this.shell = shell;
        this.expander = new Expander(shell);
        this.redirector = new Redirector(shell, expander);
        this.simple = new SimpleCommands(shell, this, expander, redirector);
    }

    Interpreter(Shell shell, Interpreter parent) {
        this(shell);
        this.tested = parent.tested;
        this.depth = parent.depth;
        this.loops = parent.loops;
    }

    Redirector redirector() {
        return redirector;
    }

    int loops() {
        return loops;
    }

    /** The status of the last command substitution since {@link #forget()}. */
    int substituted() {
        return substituted;
    }

    void forget() {
        substituted = 0;
    }

    /** Runs a command and keeps its status. */
    int run(Command command) {
        return run(command, false);
    }

    /** The same; the last one of a process may be replaced by the program it starts. */
    int run(Command command, boolean last) {
        shell.proc().step();
        poll();
        int status = dispatch(command, last);
        shell.status(status);
        poll();
        return shell.status();
    }

    private int dispatch(Command command, boolean last) {
        if (command instanceof Simple one) {
            return failing(simple.run(one, last));
        } else if (command instanceof Sequence sequence) {
            return sequence(sequence, last);
        } else if (command instanceof AndOr list) {
            return andOr(list);
        } else if (command instanceof Pipeline pipeline) {
            return pipeline(pipeline);
        } else if (command instanceof Group group) {
            return group.subshell() ? failing(subshell(group)) : redirected(group);
        } else if (command instanceof If branch) {
            return conditional(branch);
        } else if (command instanceof While loop) {
            return loop(loop);
        } else if (command instanceof For loop) {
            return each(loop);
        } else if (command instanceof Case choice) {
            return choice(choice);
        }
        Function function = (Function) command;
        shell.functions().put(function.name(), function.body());
        return 0;
    }

    private int failing(int status) {
        if (status != 0 && tested == 0 && shell.option('e')) {
            throw new Leave(Leave.Kind.EXIT, status);
        }
        return status;
    }

    /** Runs what was trapped for signals that arrived. */
    void poll() {
        for (int signal = shell.proc().nextSignal();
                signal != 0;
                signal = shell.proc().nextSignal()) {
            String action = shell.traps().get(signal);
            if (action != null && !action.isEmpty()) {
                int status = shell.status();
                text(action);
                shell.status(status);
            }
        }
    }

    /** Runs a text as eval does. */
    int text(String script) {
        Parser parser = new Parser(Source.of(script));
        int status = 0;
        try {
            for (Command command = parser.next(); command != null; command = parser.next()) {
                status = run(command);
            }
        } catch (SyntaxException e) {
            throw new ShellException(e.getMessage());
        }
        return status;
    }

    private int sequence(Sequence sequence, boolean last) {
        int status = sequence.items().isEmpty() ? shell.status() : 0;
        for (int i = 0; i < sequence.items().size(); i++) {
            Item item = sequence.items().get(i);
            status = item.background()
                    ? background(item.command())
                    : run(item.command(), last && i == sequence.items().size() - 1);
        }
        return status;
    }

    private int background(Command command) {
        Proc child = shell.proc().fork();
        child.files().set(0, Exec.open(shell.proc(), "/dev/null"));
        child.dispose(Signal.INT, false, true);
        child.dispose(Signal.QUIT, false, true);
        shell.job(child);
        Shell inner = new Shell(shell, child);
        shell.proc().machine().processes().runAside(child, self -> Main.body(inner, command));
        return 0;
    }

    private int andOr(AndOr list) {
        tested++;
        int status;
        try {
            status = run(list.left());
        } finally {
            tested--;
        }
        return (status == 0) == list.and() ? run(list.right()) : status;
    }

    private int pipeline(Pipeline pipeline) {
        tested += pipeline.negated() ? 1 : 0;
        int status;
        try {
            status = pipeline.commands().size() == 1 ? run(pipeline.commands().get(0)) : piped(pipeline.commands());
        } finally {
            tested -= pipeline.negated() ? 1 : 0;
        }
        return pipeline.negated() ? (status == 0 ? 1 : 0) : failing(status);
    }

    private int piped(List<Command> commands) {
        List<Proc> children = new ArrayList<>();
        OpenFile input = null;
        for (int i = 0; i < commands.size(); i++) {
            Proc child = shell.proc().fork();
            if (input != null) {
                child.files().set(0, input);
            }
            if (i < commands.size() - 1) {
                Pipe pipe = new Pipe(shell.proc().machine());
                child.files().set(1, pipe.output());
                input = pipe.input();
            }
            children.add(child);
            Shell inner = new Shell(shell, child);
            Command command = commands.get(i);
            shell.proc().machine().processes().runAside(child, self -> Main.body(inner, command));
        }
        int status = 0;
        for (Proc child : children) {
            status = shell.proc().machine().processes().await(shell.proc(), child);
        }
        return status;
    }

    private int subshell(Group group) {
        Proc child = shell.proc().fork();
        Shell inner = new Shell(shell, child);
        return shell.proc().machine().processes().runHere(child, self -> {
            try {
                inner.interpreter().redirector.apply(group.redirects());
            } catch (Redirector.Refused e) {
                return inner.complain(2, e.getMessage());
            }
            return Main.body(inner, group.body());
        });
    }

    private int redirected(Group group) {
        if (group.redirects().isEmpty()) {
            return dispatch(group.body(), false);
        }
        try {
            return redirector.during(group.redirects(), () -> run(group.body()));
        } catch (Redirector.Refused e) {
            return failing(shell.complain(2, e.getMessage()));
        }
    }

    private int conditional(If branch) {
        int status = test(branch.test());
        if (status == 0) {
            return run(branch.then());
        }
        return branch.otherwise() == null ? 0 : run(branch.otherwise());
    }

    private int test(Command command) {
        tested++;
        try {
            return run(command);
        } finally {
            tested--;
        }
    }

    private int loop(While loop) {
        int status = 0;
        loops++;
        try {
            while ((test(loop.test()) == 0) != loop.until()) {
                try {
                    status = run(loop.body());
                } catch (Leave leave) {
                    status = 0;
                    if (leaves(leave)) {
                        break;
                    }
                }
            }
        } catch (Leave leave) {
            status = 0;
            leaves(leave);
        } finally {
            loops--;
        }
        return status;
    }

    /** Whether the innermost loop ends; throws on for the outer ones. */
    private boolean leaves(Leave leave) {
        boolean loop = leave.kind() == Leave.Kind.BREAK || leave.kind() == Leave.Kind.CONTINUE;
        if (!loop) {
            throw leave;
        }
        if (leave.number() > 1 && loops > 1) {
            throw new Leave(leave.kind(), leave.number() - 1);
        }
        return leave.kind() == Leave.Kind.BREAK;
    }

    private int each(For loop) {
        List<String> values = loop.words() == null ? shell.parameters() : expander.fields(loop.words());
        int status = 0;
        loops++;
        try {
            for (String value : values) {
                shell.variables().set(loop.name(), value);
                try {
                    status = run(loop.body());
                } catch (Leave leave) {
                    status = 0;
                    if (leaves(leave)) {
                        break;
                    }
                }
            }
        } finally {
            loops--;
        }
        return status;
    }

    private int choice(Case choice) {
        String subject = expander.text(choice.word());
        for (Branch branch : choice.branches()) {
            for (Word pattern : branch.patterns()) {
                if (new Wildcard(expander.pattern(pattern)).matches(subject)) {
                    boolean empty =
                            branch.body() instanceof Sequence s && s.items().isEmpty();
                    return empty ? 0 : run(branch.body());
                }
            }
        }
        return 0;
    }

    /** Calls a function with parameters of its own. */
    int call(Command body, List<String> arguments) {
        if (++depth > DEEPEST) {
            throw new ShellException("Maximum function recursion depth (" + DEEPEST + ") reached");
        }
        List<String> before = shell.parameters();
        int outer = loops;
        loops = 0;
        shell.parameters(arguments);
        shell.variables().enter();
        try {
            return run(body);
        } catch (Leave leave) {
            if (leave.kind() != Leave.Kind.RETURN) {
                throw leave;
            }
            return leave.number();
        } finally {
            loops = outer;
            shell.variables().leave();
            shell.parameters(before);
            depth--;
        }
    }

    /** The output of a command, without the newlines at its end. */
    String substitute(Command command) {
        Proc child = shell.proc().fork();
        Capture capture = new Capture(shell.proc().machine());
        child.files().set(1, capture.hold());
        Shell inner = new Shell(shell, child);
        substituted = shell.proc().machine().processes().runHere(child, self -> Main.body(inner, command));
        String text = capture.text(shell.proc());
        shell.status(substituted);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end).replace("\0", "");
    }
}
