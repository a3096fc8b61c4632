package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** ls: one name a line, as when its output is no terminal. */
final class Ls implements Program {

    private static final DateTimeFormatter RECENT =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OLD =
            DateTimeFormatter.ofPattern("MMM ppd  yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Entry(String name, String path, Node node) {}

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(
                call, "laAd1trSRnihFpsqkU", "", "all=a almost-all=A directory=d reverse=r full-time time-style: color");
        List<Entry> plain = new ArrayList<>();
        List<Entry> folders = new ArrayList<>();
        int status = 0;
        List<String> names = options.rest().isEmpty() ? List.of(".") : options.rest();
        for (String name : names) {
            try {
                Node node = options.has("l") || options.has("d")
                        ? node(call, name)
                        : call.machine().files().node(call.proc().who(), name);
                (node instanceof Directory && !options.has("d") ? folders : plain).add(new Entry(name, name, node));
            } catch (FileException e) {
                status = call.fail(
                        2, "cannot access '" + name + "': " + e.errno().text());
            }
        }
        show(call, options, sorted(options, plain));
        boolean titles = names.size() > 1 || options.has("R");
        boolean first = plain.isEmpty();
        for (Entry folder : folders) {
            status |= list(call, options, folder, titles, first);
            first = false;
        }
        return status;
    }

    private static Node node(Call call, String name) {
        return call.machine().files().lnode(call.proc().who(), name);
    }

    private static int list(Call call, Arguments options, Entry folder, boolean title, boolean first) {
        call.proc().step();
        if (!call.proc().who().may(folder.node(), 4)) {
            return call.fail(2, "cannot open directory '" + folder.path() + "': Permission denied");
        }
        call.out().print(first || !title ? "" : "\n").print(title ? folder.path() + ":\n" : "");
        Directory directory = (Directory) folder.node();
        List<Entry> entries = new ArrayList<>();
        if (options.has("a")) {
            entries.add(new Entry(".", folder.path(), directory));
            entries.add(new Entry("..", folder.path(), directory.parent()));
        }
        for (String name : directory.names()) {
            Node node = directory.get(name);
            if (node != null && (!name.startsWith(".") || options.has("a") || options.has("A"))) {
                entries.add(new Entry(name, folder.path() + (folder.path().endsWith("/") ? "" : "/") + name, node));
            }
        }
        List<Entry> sorted = sorted(options, entries);
        if (options.has("l")) {
            call.out()
                    .line("total "
                            + sorted.stream()
                                    .mapToLong(entry -> blocks(entry.node()))
                                    .sum());
        }
        show(call, options, sorted);
        int status = 0;
        for (Entry entry : sorted) {
            if (options.has("R")
                    && entry.node() instanceof Directory
                    && !entry.name().matches("\\.\\.?")) {
                status |= list(call, options, entry, true, false);
            }
        }
        return status;
    }

    private static long blocks(Node node) {
        return node instanceof SymbolicLink ? 0 : (node.size() + 4095) / 4096 * 4;
    }

    private static List<Entry> sorted(Arguments options, List<Entry> entries) {
        Comparator<Entry> order = Comparator.comparing(Entry::name);
        if (options.has("t")) {
            order = Comparator.comparing((Entry entry) -> entry.node().modified())
                    .reversed()
                    .thenComparing(Entry::name);
        } else if (options.has("S")) {
            order = Comparator.comparing((Entry entry) -> -entry.node().size()).thenComparing(Entry::name);
        }
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(options.has("r") ? order.reversed() : order);
        return sorted;
    }

    private static void show(Call call, Arguments options, List<Entry> entries) {
        boolean full = options.has("l") || options.has("n");
        int links = entries.stream()
                .mapToInt(entry -> Integer.toString(entry.node().links()).length())
                .max()
                .orElse(1);
        int size = entries.stream()
                .mapToInt(entry -> Long.toString(entry.node().size()).length())
                .max()
                .orElse(1);
        int owner = entries.stream()
                .mapToInt(entry -> owner(call, options, entry.node(), true).length())
                .max()
                .orElse(1);
        int group = entries.stream()
                .mapToInt(entry -> owner(call, options, entry.node(), false).length())
                .max()
                .orElse(1);
        String format = "%s %" + links + "d %-" + owner + "s %-" + group + "s %" + size + "d %s ";
        for (Entry entry : entries) {
            Node node = entry.node();
            String prefix = options.has("i") ? node.inode() + " " : "";
            prefix += !full
                    ? ""
                    : String.format(
                            format,
                            node.permissions(),
                            node.links(),
                            owner(call, options, node, true),
                            owner(call, options, node, false),
                            node.size(),
                            stamp(call, options, node));
            call.out().line(prefix + entry.name() + suffix(call, options, node, full));
        }
    }

    private static String suffix(Call call, Arguments options, Node node, boolean full) {
        String target = full && node instanceof SymbolicLink link
                ? " -> " + link.target(call.proc().who())
                : "";
        String mark = (options.has("F") || options.has("p")) && node instanceof Directory
                ? "/"
                : options.has("F") && (node.mode() & 0111) != 0 && node.letter() == '-'
                        ? "*"
                        : options.has("F") && node instanceof SymbolicLink && !full ? "@" : "";
        return mark + target;
    }

    private static String owner(Call call, Arguments options, Node node, boolean user) {
        int id = user ? node.uid() : node.gid();
        return options.has("n") ? Integer.toString(id) : Accounts.name(call, user ? "/etc/passwd" : "/etc/group", id);
    }

    private static String stamp(Call call, Arguments options, Node node) {
        if (options.has("full-time")) {
            return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn Z")
                    .withZone(ZoneOffset.UTC)
                    .format(node.modified());
        }
        Instant now = call.machine().now();
        boolean recent = node.modified().isAfter(now.minus(Duration.ofDays(182)))
                && !node.modified().isAfter(now);
        return (recent ? RECENT : OLD).format(node.modified());
    }
}
