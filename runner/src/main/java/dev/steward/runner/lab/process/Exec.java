package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Device;
import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.Who;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finding, opening and executing files, as open(2) and execve(2). */
public final class Exec {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Exec() {}

    /** The file a command name means by PATH; a name with a slash means itself. */
    public static Optional<String> find(Proc proc, String name) {
        if (name.contains("/")) {
            return Optional.of(name);
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String search = proc.environment().getOrDefault("PATH", PATH);
        for (String folder : search.split(":", -1)) {
            String path = (folder.isEmpty() ? "." : folder) + "/" + name;
            Node node = proc.machine().files().look(proc.who(), path);
            if (node instanceof RegularFile && proc.who().may(node, 1)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a program in a process.
     *
     * @throws FileException where execve(2) would fail
     */
    public static int run(Proc proc, List<String> argv) {
        String path = find(proc, argv.get(0)).orElseThrow(() -> new FileException(Errno.ENOENT));
        return run(proc, path, argv, 0);
    }

    private static int run(Proc proc, String path, List<String> argv, int depth) {
        Node node = proc.machine().files().node(proc.who(), path);
        if (!(node instanceof RegularFile file) || !proc.who().may(node, 1)) {
            throw new FileException(Errno.EACCES);
        }
        proc.step();
        Program program = proc.machine().programs().get(file.program());
        if (program != null) {
            proc.argv(argv);
            return new Call(proc, argv.get(0), argv.subList(1, argv.size())).execute(program);
        }
        if (depth > 4) {
            throw new FileException(Errno.ELOOP);
        }
        List<String> words = interpreter(file);
        words.add(path);
        words.addAll(argv.subList(1, argv.size()));
        return run(proc, words.get(0), words, depth + 1);
    }

    private static List<String> interpreter(RegularFile file) {
        String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
        List<String> words = new ArrayList<>();
        if (text.startsWith("#!")) {
            for (String word :
                    text.lines().findFirst().orElse("").substring(2).trim().split("[ \t]+", 2)) {
                words.add(word);
            }
        } else if (!file.program().isEmpty() || text.indexOf('\0') >= 0) {
            throw new FileException(Errno.ENOEXEC);
        } else {
            words.add("/bin/sh");
        }
        return words;
    }

    /** Forks, runs a program in the child and waits; 127 or 126 with a message where it cannot. */
    public static int child(Call call, List<String> argv) {
        call.out().flush();
        Proc child = call.proc().fork();
        return call.machine().processes().runHere(child, self -> replace(self, call.name(), argv));
    }

    /** Runs a program in this process, as the last thing it does; 127 or 126 with a message where it cannot. */
    public static int replace(Proc proc, String name, List<String> argv) {
        try {
            return run(proc, argv);
        } catch (FileException e) {
            Call call = new Call(proc, name, List.of());
            String quoted =
                    switch (name) {
                        case "env", "nohup", "timeout", "nice" -> "‘" + argv.get(0) + "’";
                        default -> argv.get(0);
                    };
            byte[] bytes = (quoted + ": " + e.errno().text()).getBytes(StandardCharsets.UTF_8);
            return call.fail(e.errno() == Errno.ENOENT ? 127 : 126, new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    /** Opens a file for reading. */
    public static OpenFile open(Proc proc, String path) {
        OpenFile same = descriptor(proc, path);
        if (same != null) {
            return same;
        }
        Node node = proc.machine().files().node(proc.who(), path);
        need(proc, node, 4);
        if (node instanceof Device device) {
            return device(proc, device, false);
        }
        if (!(node instanceof RegularFile file)) {
            return new OpenDirectory(node);
        }
        return new OpenRegular(proc.machine(), file, OpenRegular.Access.READ);
    }

    /** Opens a file for writing, making it where it is missing. */
    public static OpenFile open(Proc proc, String path, OpenRegular.Access access, boolean exclusive) {
        OpenFile same = descriptor(proc, path);
        if (same != null) {
            return same;
        }
        Node node = exclusive ? null : proc.machine().files().look(proc.who(), path);
        if (node instanceof Device device) {
            need(proc, node, 2);
            return access == OpenRegular.Access.BOTH && device.letter() == 'p'
                    ? Fifos.open(proc.machine(), device)
                    : device(proc, device, true);
        }
        RegularFile file = proc.machine().files().create(proc.who(), path, 0666 & ~proc.umask(), exclusive);
        if (access == OpenRegular.Access.WRITE) {
            file.length(0);
            file.touched(file.accessed(), proc.machine().now(), proc.machine().now());
        }
        return new OpenRegular(proc.machine(), file, access);
    }

    private static void need(Proc proc, Node node, int want) {
        Who who = proc.who();
        if (!who.may(node, want)) {
            throw new FileException(Errno.EACCES);
        }
    }

    private static OpenFile device(Proc proc, Device device, boolean writing) {
        if (device.letter() == 's' || device.letter() == 'b' || device.name().equals("tty")) {
            throw new FileException(Errno.EINVAL);
        }
        if (device.letter() == 'p') {
            return Fifos.open(proc, device, writing);
        }
        return new Special(device, proc.machine().random());
    }

    private static OpenFile descriptor(Proc proc, String path) {
        int number =
                switch (path) {
                    case "/dev/stdin" -> 0;
                    case "/dev/stdout" -> 1;
                    case "/dev/stderr" -> 2;
                    default ->
                        path.matches("/(dev|proc/self)/fd/[0-9]{1,3}")
                                ? Integer.parseInt(path.substring(path.lastIndexOf('/') + 1))
                                : -1;
                };
        if (number < 0) {
            return null;
        }
        OpenFile file = proc.files().get(number);
        if (file == null) {
            throw new FileException(Errno.ENOENT);
        }
        return file.hold();
    }

    private static final class OpenDirectory extends OpenFile {

        private final Node node;

        OpenDirectory(Node node) {
            this.node = node;
        }

        @Override
        public int read(Proc reader, byte[] into, int from, int most) {
            throw new FileException(node instanceof Directory ? Errno.EISDIR : Errno.EINVAL);
        }

        @Override
        public Node node() {
            return node;
        }
    }
}
