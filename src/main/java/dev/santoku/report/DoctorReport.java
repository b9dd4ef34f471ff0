package dev.santoku.report;

import dev.santoku.backend.CompilerAnswer;
import dev.santoku.measure.BackendFact;
import dev.santoku.measure.CompilerFact;
import java.util.Locale;

/** A diagnosis for a terminal: what is there, then what is missing and the cure. */
public final class DoctorReport {
    private DoctorReport() {}

    /** The whole report, ending in a line feed. */
    public static String toText(Diagnosis diagnosis, Style style) {
        StringBuilder text = new StringBuilder();
        heading(text, style, "Processors");
        text.append("  ").append(HostLine.of(diagnosis.host())).append('\n');
        HostLine.details(diagnosis.host())
                .forEach(line -> text.append("       ").append(line).append('\n'));
        text.append("       ").append(HostLine.pool(diagnosis.host())).append('\n');
        diagnosis.devices().stream()
                .filter(device -> "opencl".equals(device.route()))
                .forEach(device -> text.append("  ").append(HostLine.of(device)).append('\n'));
        GpuLines.all(diagnosis.gpus())
                .forEach(line -> text.append("  gpu  ").append(line).append('\n'));
        heading(text, style, "Java");
        text.append("  %s %s, Vector API %s%n"
                .formatted(
                        diagnosis.host().jdk().vendor(),
                        diagnosis.host().jdk().version(),
                        diagnosis.vectorApi() ? "present" : "absent"));
        heading(text, style, "OpenCL");
        appendOpenCl(text, diagnosis.opencl());
        heading(text, style, "Back ends");
        for (BackendFact backend : diagnosis.backends()) {
            String state = backend.available() ? style.good("ready") : style.bad("unavailable");
            text.append("  %-8s %s%n".formatted(backend.id(), state));
        }
        if (!diagnosis.compilers().isEmpty()) {
            heading(text, style, "Compilers");
            diagnosis.compilers().forEach(fact -> appendAnswer(text, style, fact));
        }
        if (diagnosis.findings().isEmpty()) {
            return text.append("\nNothing is missing.\n").toString();
        }
        heading(text, style, "Findings");
        for (Diagnosis.Finding finding : diagnosis.findings()) {
            String level = finding.level().name().toLowerCase(Locale.ROOT);
            text.append("  %s %s%n"
                            .formatted(
                                    finding.level() == Diagnosis.Level.MISSING ? style.bad(level) : style.bold(level),
                                    finding.what()))
                    .append("          → ")
                    .append(finding.cure())
                    .append('\n');
        }
        return text.toString();
    }

    private static void appendOpenCl(StringBuilder text, Diagnosis.OpenCl opencl) {
        text.append("  loader   ")
                .append(opencl.loader() == null ? "none" : opencl.loader())
                .append('\n');
        text.append("  drivers  ")
                .append(opencl.drivers().isEmpty() ? "none registered" : String.join(", ", opencl.drivers()))
                .append('\n');
        if (opencl.chosenByUser() != null) {
            text.append("  chosen by OCL_ICD_VENDORS=")
                    .append(opencl.chosenByUser())
                    .append('\n');
        }
    }

    private static void appendAnswer(StringBuilder text, Style style, CompilerFact fact) {
        String verdict = fact.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean good = fact.verdict() == CompilerAnswer.Verdict.ACCEPTED;
        boolean bad = fact.verdict() == CompilerAnswer.Verdict.WRONG || fact.verdict() == CompilerAnswer.Verdict.LOST;
        text.append("  %-4s %-41s %s%s%n"
                .formatted(
                        fact.device(),
                        fact.what(),
                        good ? style.good(verdict) : bad ? style.bad(verdict) : verdict,
                        fact.detail() == null ? "" : ": " + fact.detail()));
    }

    private static void heading(StringBuilder text, Style style, String title) {
        text.append(text.length() == 0 ? "" : "\n").append(style.bold(title)).append('\n');
    }
}
