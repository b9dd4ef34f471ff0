package dev.santoku.backend.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What is told of a product: who computed how much of it, who had nothing to do, and for how long some had nothing to do at the end. */
record Account(List<Member> members, Handout handout, long end) {
    private static final double NANO = 1e-9;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.refusal().isPresent()) {
                lines.add(member.id() + " " + member.refusal().get());
            } else if (handout.work(i).tiles() == 0 && member.trouble().isEmpty()) {
                lines.add(member.id() + " gets nothing: the others are done before its smallest tile would be");
            }
        }
        lines.add("shares: " + String.join(", ", shares()));
        return lines;
    }

    private List<String> shares() {
        return IntStream.range(0, members.size())
                .filter(i -> handout.work(i).tiles() > 0)
                .mapToObj(this::share)
                .toList();
    }

    private String share(int processor) {
        Handout.Work work = handout.work(processor);
        return String.format(
                Locale.ROOT,
                "%s %d rows in %d tiles, idle for %.2f ms at the end",
                members.get(processor).id(),
                work.rows(),
                work.tiles(),
                (end - work.lastEnd()) * NANO * 1e3);
    }
}
