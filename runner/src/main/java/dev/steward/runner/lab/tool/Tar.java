package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** tar, as far as it unpacks folders and files. */
final class Tar {

    private static final int BLOCK = 512;

    private Tar() {}

    static int tar(Call call) {
        Arguments options =
                Arguments.of(call, "xpom", "fC", "extract=x preserve-permissions=p no-same-owner=o file=f directory=C");
        if (!options.has("x")) {
            return call.fail(2, "only -x is known here");
        }
        int[] status = {0};
        int unread = Inputs.each(
                call,
                List.of(options.value("f", "-")),
                (name, lines) -> status[0] = unpack(call, lines.rest(), options.value("C", ".")));
        return Math.max(2 * unread, status[0]);
    }

    private static int unpack(Call call, byte[] archive, String folder) {
        String longer = "";
        int at = 0;
        while (at + BLOCK <= archive.length && archive[at] != 0) {
            int size = Integer.parseInt(text(archive, at + 124, 12).strip(), 8);
            int end = at + BLOCK + size;
            if (end > archive.length) {
                break;
            }
            byte[] content = Arrays.copyOfRange(archive, at + BLOCK, end);
            char type = (char) archive[at + 156];
            if (type == 'L') {
                longer = text(content, 0, content.length);
            } else {
                String name = longer.isEmpty() ? text(archive, at, 100) : longer;
                longer = "";
                int mode = Integer.parseInt(text(archive, at + 100, 8).strip(), 8);
                try {
                    entry(call, folder + "/" + name, type == '5', mode, content);
                } catch (FileException e) {
                    return call.fail(2, name + ": Cannot open: " + e.errno().text());
                }
            }
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return at + BLOCK <= archive.length ? 0 : call.fail(2, "Unexpected EOF in archive");
    }

    private static void entry(Call call, String path, boolean folder, int mode, byte[] content) {
        FileSystem files = call.machine().files();
        String plain = folder ? path.replaceFirst("/+$", "") : path;
        Node there = files.look(call.proc().who(), plain);
        if (folder) {
            if (!(there instanceof Directory)) {
                files.mkdir(call.proc().who(), plain, mode);
            }
        } else {
            files.create(call.proc().who(), plain, mode, false).bytes(content);
        }
    }

    /** Up to the first NUL, one character a byte. */
    private static String text(byte[] bytes, int from, int most) {
        int end = from;
        while (end < from + most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
