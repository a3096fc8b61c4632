package dev.steward.runner.lab.ups;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One client of the lab's upsd: reads lines, has them answered, or plays a trick. */
final class UpsdTalk implements Runnable {

    private static final String TLS_NEXT = "OK STARTTLS\n";

    private final UpsLab lab;
    private final Socket plain;
    private final UpsdAnswers answers;
    private Socket socket;

    UpsdTalk(UpsLab lab, Socket socket) {
        this.lab = lab;
        this.plain = socket;
        this.socket = socket;
        this.answers = new UpsdAnswers(lab, socket.getInetAddress().getHostAddress());
    }

    @Override
    public void run() {
        try {
            talk();
        } catch (IOException e) {
            // the client is gone, or was sent away
            return;
        } finally {
            answers.gone();
            UpsLab.end(plain);
            lab.gone(plain);
        }
    }

    private void talk() throws IOException {
        while (true) {
            String request = line(socket.getInputStream());
            if (request == null) {
                return;
            }
            lab.asked(request);
            Optional<Trick> trick = lab.trick();
            String answer = answers.to(request);
            if (trick.isPresent()) {
                play(trick.get(), answer);
                return;
            }
            send(answer);
            if (answer.equals(TLS_NEXT)) {
                secure(lab.tls().orElseThrow());
            }
            if (answer.equals("OK Goodbye\n")) {
                return;
            }
        }
    }

    private void secure(SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        socket = secured;
        answers.secured();
    }

    private void play(Trick trick, String answer) throws IOException {
        switch (trick) {
            case HALF_LINE -> send(answer.substring(0, answer.indexOf('\n') / 2));
            case HALF_LIST -> send(answer.substring(0, answer.indexOf('\n') + 1));
            case DROP -> plain.shutdownOutput();
            case RESET -> plain.setSoLinger(true, 0);
            case GARBAGE -> send("\u0001\u0002 HTTP/1.1 400 \"Bad\n");
            case ENDLESS -> endless("x".repeat(1024), 1024);
            case STALL -> plain.getInputStream().readAllBytes();
            case TRICKLE -> trickle();
        }
    }

    private void endless(String bytes, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send(bytes);
        }
    }

    /** One byte for each read that comes to an end in time. */
    private void trickle() throws IOException {
        plain.setSoTimeout(20);
        for (int i = 0; i < 100_000; i++) {
            send("x");
            try {
                if (plain.getInputStream().read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException e) {
                continue;
            }
        }
    }

    private void send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
