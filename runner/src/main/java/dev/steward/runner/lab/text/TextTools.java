package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Program;
import java.util.Map;
import java.util.TreeMap;

/** The programs that read and write text and bytes. */
public final class TextTools {

    private TextTools() {}

    /** All of them by name. */
    public static Map<String, Program> all() {
        Map<String, Program> all = new TreeMap<>();
        all.put("cat", Streams::cat);
        all.put("tee", Streams::tee);
        all.put("wc", Streams::wc);
        all.put("head", HeadTail::head);
        all.put("tail", HeadTail::tail);
        all.put("dd", Blocks::dd);
        all.put("od", Blocks::od);
        all.put("cmp", Blocks::cmp);
        all.put("base64", Blocks::base64);
        all.put("md5sum", call -> Sums.sum(call, "MD5"));
        all.put("sha1sum", call -> Sums.sum(call, "SHA-1"));
        all.put("sha256sum", call -> Sums.sum(call, "SHA-256"));
        all.put("sha512sum", call -> Sums.sum(call, "SHA-512"));
        all.put("sort", new Sort());
        all.put("uniq", Columns::uniq);
        all.put("cut", Columns::cut);
        all.put("tr", new Translate());
        all.put("seq", Numbers::seq);
        all.put("expr", Numbers::expr);
        all.put("grep", new Grep());
        all.put("egrep", new Grep());
        all.put("fgrep", new Grep());
        all.put("sed", new Sed());
        all.put("diff", new Diff());
        return all;
    }
}
