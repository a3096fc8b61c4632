package dev.steward.web.account;

/**
 * A QR code as the path of an SVG.
 *
 * @param size modules on a side, with the quiet zone
 * @param path of the dark ones
 */
public record QrCode(int size, String path) {

    private static final int QUIET = 4;

    /** The code of a text. */
    static QrCode of(String text) {
        io.nayuki.qrcodegen.QrCode code =
                io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrCode(code.size + 2 * QUIET, path.toString());
    }
}
