package dev.steward.web.main

import groovy.transform.CompileStatic
import java.nio.charset.StandardCharsets
import java.util.zip.GZIPInputStream
import java.util.zip.ZipInputStream

/**
 * Secrets that are looked for. Each holds words of random letters between signs that mean something to JSON, shells, addresses or HTML:
 * however a program writes the signs, the words stay, and what is found is a piece of one (of 10 letters, 12 of base64 or 16 digits).
 */
@CompileStatic
class Canaries {

    /** What quoting changes, outside of ASCII too. */
    static final String SIGNS = '"\'\\ $&<%ü`#{}*~!?+/=;|>\u00df\u20ac'
    /** Those that may stand in a header of HTTP. */
    static final String SIGNS_OF_HEADERS = '"\'\\$&<%`#{}*~!?+/;|>'

    private static final int FIRST = 8
    private static final String LETTERS = ('a'..'z').join('') + ('A'..'Z').join('') + '0123456789'

    private final Random random = new Random()
    private final Map<String, String> texts = [:]
    private final Map<Long, List<Piece>> pieces = [:]
    private final BitSet known = new BitSet(1 << 20)

    private record Piece(byte[] bytes, String what) {}

    String word() { (1..16).collect { LETTERS[random.nextInt(LETTERS.size())] }.join('') }

    /** One of a kind, with signs in it. */
    String make(String kind, String signs = SIGNS, String end = '') { keep(kind, word() + signs + word() + end) }

    /** A key as ssh-keygen writes one. */
    String makeKey(String kind) {
        keep(kind, '-----BEGIN OPENSSH PRIVATE KEY-----\n' + (1..4).collect { (1..4).collect { word() }.join('') + word()[0..5] + '\n' }.join('') + word() + '=\n-----END OPENSSH PRIVATE KEY-----\n')
    }

    /** From now on a text is looked for that something else made. */
    String keep(String kind, String text) {
        texts[kind] = text
        text.findAll('[A-Za-z0-9_-]{12,}').findAll { !it.startsWith('-----') }.each { learn(kind, it) }
        text
    }

    String getAt(String kind) { texts[kind] }

    private void learn(String kind, String word) {
        byte[] bytes = word.bytes
        windows(word, 10, "$kind (plain)")
        windows(word.reverse(), 10, "$kind (reversed)")
        windows(bytes.encodeHex().toString(), 16, "$kind (hex)")
        windows(bytes.encodeHex().toString().toUpperCase(), 16, "$kind (hex in capitals)")
        ['', 'a', 'ab'].each { before ->
            String text = Base64.encoder.withoutPadding().encodeToString((before + word).bytes)
            windows(text.substring(before ? before.size() + 1 : 0, (before + word).size() * 4 / 3 as int), 12, "$kind (base64 after ${before.size()})")
        }
    }

    private void windows(String text, int width, String what) {
        (0..text.size() - width).each { int from ->
            byte[] bytes = text.substring(from, from + width).bytes
            long key = 0
            for (int i = 0; i < FIRST; i++) { key = (key << 8) | (bytes[i] & 0xff) }
            pieces.computeIfAbsent(key, { new ArrayList<Piece>() }).add(new Piece(bytes, what))
            known.set(bit(key))
        }
    }

    private static int bit(long key) { (int) ((key * -7046029254386353131L) >>> 44) }

    /** What of which secret stands in these bytes, each said once; texts of two bytes a letter are read too. */
    Set<String> in(byte[] bytes) {
        Set<String> found = new TreeSet<>()
        scan(bytes, found)
        if (bytes.contains((byte) 0)) {
            def narrow = new ByteArrayOutputStream()
            for (byte b : bytes) { if (b != 0) { narrow.write(b) } }
            scan(narrow.toByteArray(), found)
        }
        found
    }

    Set<String> in(String text) { in(text.getBytes(StandardCharsets.UTF_8)) }

    private void scan(byte[] bytes, Set<String> found) {
        long key = 0
        for (int i = 0; i < bytes.length; i++) {
            key = (key << 8) | (bytes[i] & 0xff)
            if (i >= FIRST - 1 && known.get(bit(key))) {
                for (Piece piece : pieces.getOrDefault(key, [])) {
                    if (stands(piece.bytes(), bytes, i - FIRST + 1)) { found << piece.what() }
                }
            }
        }
    }

    private static boolean stands(byte[] piece, byte[] bytes, int at) {
        if (at + piece.length > bytes.length) { return false }
        for (int i = FIRST; i < piece.length; i++) {
            if (bytes[at + i] != piece[i]) { return false }
        }
        true
    }

    /** What is packed, at any depth. */
    static byte[] unpacked(byte[] bytes) {
        if (bytes.length > 3 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b) {
            return unpacked(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
        }
        if (bytes.length > 3 && bytes[0] == (byte) 0x50 && bytes[1] == (byte) 0x4b && bytes[2] == (byte) 3) {
            def all = new ByteArrayOutputStream()
            new ZipInputStream(new ByteArrayInputStream(bytes)).withCloseable { zip ->
                while (zip.nextEntry != null) {
                    all.write(unpacked(zip.readAllBytes()))
                }
            }
            return all.toByteArray()
        }
        bytes
    }
}
