package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** stat. */
final class Stat implements Program {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn Z").withZone(ZoneOffset.UTC);
    private static final String FULL = "  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n"
            + "Device: %Hd,%Ld\tInode: %-11i Links: %h\n"
            + "Access: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n"
            + "Access: %x\nModify: %y\nChange: %z\n Birth: %w\n";

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(call, "Lft", "c", "format=c printf: dereference=L file-system=f terse=t");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        if (options.has("f")) {
            return fileSystem(call, options);
        }
        String format = options.has("printf")
                ? escapes(options.value("printf", ""))
                : options.has("c") ? options.value("c", "") + "\n" : FULL;
        int status = 0;
        for (String name : options.rest()) {
            try {
                Node node = options.has("L")
                        ? call.machine().files().node(call.proc().who(), name)
                        : call.machine().files().lnode(call.proc().who(), name);
                call.out().print(expand(call, format, name, node));
            } catch (FileException e) {
                status =
                        call.fail(1, "cannot statx '" + name + "': " + e.errno().text());
            }
        }
        return status;
    }

    private static String escapes(String text) {
        return text.replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("\\\\", "\\");
    }

    private static int fileSystem(Call call, Arguments options) {
        long blocks = call.machine().files().free() / 4096;
        String format = options.value("c", "%T") + "\n";
        call.out()
                .print(format.replace("%T", "ext2/ext3")
                        .replace("%S", "4096")
                        .replace("%s", "4096")
                        .replace("%a", Long.toString(blocks))
                        .replace("%f", Long.toString(blocks))
                        .replace("%b", "2064384"));
        return 0;
    }

    private static String expand(Call call, String format, String name, Node node) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%' || at == format.length()) {
                out.append(c);
                continue;
            }
            int start = at;
            while (at < format.length() && "-0123456789.HL".indexOf(format.charAt(at)) >= 0) {
                at++;
            }
            String width = format.substring(start, at).replaceAll("[HL]", "");
            String value = value(call, at < format.length() ? format.charAt(at++) : '%', name, node);
            boolean zero = width.startsWith("0");
            String padded =
                    width.isEmpty() ? value : String.format("%" + (zero ? width.substring(1) : width) + "s", value);
            out.append(zero ? padded.replace(' ', '0') : padded);
        }
        return out.toString();
    }

    private static String value(Call call, char letter, String name, Node node) {
        return switch (letter) {
            case 'a' -> Integer.toOctalString(node.mode());
            case 'A' -> node.permissions();
            case 'b' -> Long.toString((node.size() + 4095) / 4096 * 8);
            case 'B' -> "512";
            case 'd' -> "65024";
            case 'D' -> "fe00";
            case 'f' -> Integer.toHexString(node.format() | node.mode());
            case 'F' -> node.kind();
            case 'g' -> Integer.toString(node.gid());
            case 'G' -> Accounts.name(call, "/etc/group", node.gid());
            case 'h' -> Integer.toString(node.links());
            case 'i' -> Long.toString(node.inode());
            case 'm' -> "/";
            case 'n' -> name;
            case 'N' ->
                "'" + name + "'"
                        + (node instanceof SymbolicLink link
                                ? " -> '" + link.target(call.proc().who()) + "'"
                                : "");
            case 'o' -> "4096";
            case 's' -> Long.toString(node.size());
            case 't', 'T' -> "0";
            case 'u' -> Integer.toString(node.uid());
            case 'U' -> Accounts.name(call, "/etc/passwd", node.uid());
            default -> time(letter, node);
        };
    }

    private static String time(char letter, Node node) {
        Instant at =
                switch (Character.toLowerCase(letter)) {
                    case 'x' -> node.accessed();
                    case 'z' -> node.changed();
                    default -> node.modified();
                };
        return switch (letter) {
            case 'x', 'y', 'z' -> STAMP.format(at);
            case 'X', 'Y', 'Z' -> Long.toString(at.getEpochSecond());
            case 'w' -> "-";
            case 'W' -> "0";
            case '%' -> "%";
            default -> "?";
        };
    }
}
