package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.connection.Shell;
import dev.steward.runner.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a command travels to a host. Only a constant line appears in the host's process list and logs; everything else
 * goes through standard input, in this order:
 *
 * <ol>
 *   <li>one line: the {@link #SUPERVISOR}, constant;
 *   <li>{@code N I}: N lines of program follow; I is 1 when the program has an input, else 0;
 *   <li>N lines: the program, POSIX sh (environment, folder, arguments, then the script or {@code exec} of the argv);
 *   <li>where I is 1, frames: a line with a decimal length, then as many bytes; a line {@code 0} ends the input;
 *   <li>nothing more until the program has ended. The end of standard input before that means: kill it.
 * </ol>
 *
 * The first thing on standard error is {@link #READY} with the shell's process id, in a line, on
 * standard output it is {@link #BEGIN}; nothing before them belongs to the program.
 */
public final class Protocol {

    /** What the host says on standard error before a program begins; its process id and a line feed follow. */
    public static final String READY = "steward:ready ";

    /** What the host says on standard output before a program begins; what came before it is not the program's. */
    static final String BEGIN = "steward:begin\n";

    /** What sudo is told to ask with. */
    public static final String PROMPT = "steward:password:";

    /** The largest frame of an input, in bytes. */
    public static final int FRAME = 1 << 20;

    private static final String BOOTSTRAP =
            "'echo \"steward:ready $$\" >&2;echo steward:begin;IFS= read -r s&&eval \"$s\"'";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.@-]*");

    private static final String KILLER =
            "U(){ read -r u q</proc/uptime&&u=1${u%.*}${u#*.};};C(){ t=\\ ;v=;o=;while [ \"$o\" != \"$t\" ];do o=$t;for f in /proc/[0-9]*;do q=${f#/proc/};"
                    + "case \"$t$z \" in *\" $q \"*)continue;;esac;{ read -r l<$f/stat;} 2>/dev/null||continue;"
                    + "set -- ${l##*) };[ \"$1\" = Z ]&&continue;"
                    + "case \" $s$t\" in *\" $4 \"*|*\" $3 \"*|*\" $2 \"*|*\" $q \"*)t=\"$t$q \";v=\"$v $q\";;esac;done;done;};"
                    + "K(){ read -r z l</proc/self/stat;z=\" $z\";y=${1:-$$};read -r l</proc/$y/stat||return;set -- ${l##*) };s=\"$4 \";[ \"$4\" = 0 ]&&s=\"$y \";"
                    + "for g in TERM KILL;do U;e=$((u+100));C;[ \"$v\" ]||return;kill -STOP $v;kill -$g $v;kill -CONT $v;j=0;"
                    + "while [ $j -lt 10 ]&&U&&[ $u -lt $e ];do sleep .1||{ sleep 1;j=9;};j=$((j+1));C;[ \"$v\" ]||return;done;done;} 2>/dev/null;";

    /*
     * One line of sh, alike in dash, bash and BusyBox ash. It reads the program (read takes single bytes, so what
     * follows stays in the pipe), starts the watcher W and becomes the program. W is orphaned by a second fork, so
     * that a plain "wait" of the program does not wait for it. It waits for the end of standard input; when the
     * program's process is still there, K kills everything in its session and everything descending from it: first
     * TERM, KILL after a second by the clock (U, in hundredths): a round of C takes its time where many processes run.
     * By the time it began A tells the program's process from another process, or a thread, that has its number since.
     * W keeps standard error open, so the channel closes after the last kill.
     * C collects process ids by session, group and parent until none is new; processes are stopped before TERM so
     * that no script goes on to its next line when its child has died. Where the session is one of another process
     * namespace its id is 0, which is the parent of a container's init too: then only what descends from the program is
     * collected. P pumps the input's frames; when the link
     * ends within the input, the program is killed and never sees a truncated input as a whole one.
     */
    static final String SUPERVISOR = "N=${IFS#??};read -r n i||exit 98;p=;"
            + "while [ \"$n\" -gt 0 ];do IFS= read -r l||exit 98;p=$p$l$N;n=$((n-1));done;"
            + KILLER
            + "A(){ a=;read -r l</proc/$$/stat&&set -- ${l##*) }&&a=${20};} 2>/dev/null;"
            + "W(){ A;b=$a;while read -r l<&3;do :;done;A;[ \"$a\" ]&&[ \"$a\" = \"$b\" ]&&K;};"
            + "P(){ while read -r n;do case $n in 0)(exec >/dev/null;W&);return;;esac;"
            + "dd bs=$n count=1 iflag=fullblock 2>/dev/null||{ (exec >/dev/null;{ cat<&3;W;}&);return;};done;K;};"
            + "exec 3<&0 </dev/null;case $i in 0)(exec >/dev/null;W&);exec 3<&-;eval \"$p\";;"
            + "*)P<&3|{ exec 3<&-;eval \"$p\";};;esac";

    private Protocol() {}

    /**
     * The line that starts a shell on the host; it holds nothing but the user to become.
     *
     * @param as who runs the command
     * @param login the user who is logged in
     * @throws ConnectionException of kind CONFIGURATION when the user's name can be none
     */
    public static String line(RunAs as, String login) throws ConnectionException {
        String user = as.user().orElse(login);
        if (!USER.matcher(user).matches()) {
            throw new ConnectionException(Kind.CONFIGURATION, "'" + user + "' cannot be the name of a user", null);
        }
        if (user.equals(login)) {
            return "exec sh -c " + BOOTSTRAP + " sh";
        }
        if (login.equals("root")) {
            return "exec su -s /bin/sh " + user + " -c " + BOOTSTRAP;
        }
        String asking = as.password().isPresent() ? "-S -p " + PROMPT : "-n";
        return "exec " + as.sudo().words() + " " + asking + " -u " + user + " sh -c " + BOOTSTRAP + " sh";
    }

    /** Whether the line of {@link #line} may ask for a password. */
    static boolean asks(RunAs as, String login) {
        return as.password().isPresent()
                && !login.equals("root")
                && as.user().filter(u -> !u.equals(login)).isPresent();
    }

    /**
     * What is written to the shell's standard input before the frames.
     *
     * @param command its input decides nothing here
     * @param input whether frames follow
     * @param home whether to go to the home folder first, as after becoming another user
     */
    static byte[] program(Command command, boolean input, boolean home) throws ConnectionException {
        byte[] text = Shell.bytes(preamble(command, home) + body(command.body()) + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + SUPERVISOR.length() + 32);
        out.writeBytes((SUPERVISOR + "\n" + lines(text) + (input ? " 1\n" : " 0\n")).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(text);
        return out.toByteArray();
    }

    /**
     * Kills what a program has started, from another shell of the same user: for a program that does not read its
     * input, so that no end of input reaches it.
     *
     * @param process the id that came with {@link #READY}
     */
    static Command killer(String process, RunAs as) {
        return Command.script(KILLER + "K " + process).as(as);
    }

    private static int lines(byte[] text) {
        int count = 0;
        for (byte b : text) {
            count += b == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Stands before the first line of a script, so that the shell's line numbers are the script's. */
    private static String preamble(Command command, boolean home) throws ConnectionException {
        StringBuilder text = new StringBuilder("unset N n i p l;unset -f C K U W P;");
        if (home) {
            text.append("cd ~ 2>/dev/null||cd /;");
        }
        command.folder()
                .ifPresent(f -> text.append("cd ").append(Shell.quote(f)).append("||exit;"));
        for (Map.Entry<String, Object> entry : command.environment().entrySet()) {
            if (!NAME.matcher(entry.getKey()).matches()) {
                throw new ConnectionException(
                        Kind.CONFIGURATION,
                        "'" + entry.getKey()
                                + "' cannot be an environment variable; a name has letters, digits and _ only",
                        null);
            }
            text.append("export ")
                    .append(entry.getKey())
                    .append('=')
                    .append(Shell.quote(value(entry.getValue())))
                    .append(';');
        }
        return text.toString();
    }

    private static String value(Object value) {
        return value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
    }

    private static String body(Command.Body body) throws ConnectionException {
        String text = body instanceof Command.Argv argv ? "exec " + words(argv.words()) : script((Command.Script) body);
        if (text.indexOf('\0') >= 0) {
            throw new ConnectionException(Kind.CONFIGURATION, "a command cannot hold a NUL character", null);
        }
        return text;
    }

    private static String script(Command.Script script) {
        return "set -- " + words(script.arguments()) + ";" + script.text();
    }

    private static String words(List<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }
}
