package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What lies beside a candidate in its family's space, in an order that is always the same. */
record Neighbours(SearchSpace space) {
    /**
     * One step away: one parameter a step up or down, or some of those that belong together a step each.
     *
     * @param centre of the space's family
     */
    Set<Candidate> near(Candidate centre) {
        Set<Candidate> near = singles(centre);
        space.together().forEach(names -> near.addAll(moves(centre, names)));
        near.remove(centre);
        return near;
    }

    /** Two steps away, of any two parameters. */
    Set<Candidate> farther(Candidate centre) {
        Set<Candidate> farther = new LinkedHashSet<>();
        singles(centre).forEach(single -> farther.addAll(singles(single)));
        farther.remove(centre);
        return farther;
    }

    private Set<Candidate> singles(Candidate centre) {
        Set<Candidate> singles = new LinkedHashSet<>();
        space.values().keySet().forEach(name -> singles.addAll(moves(centre, List.of(name))));
        singles.remove(centre);
        return singles;
    }

    /** Each of these parameters a step up, a step down, or as it is. */
    private Set<Candidate> moves(Candidate centre, List<String> names) {
        Set<Candidate> moves = Set.of(centre);
        for (String name : names) {
            Set<Candidate> more = new LinkedHashSet<>(moves);
            for (Candidate moved : moves) {
                besides(centre, name).forEach(value -> more.add(moved.with(name, value)));
            }
            moves = more;
        }
        return moves;
    }

    /** The values beside a parameter's; where that is not in the space, those around it. */
    private List<Integer> besides(Candidate centre, String name) {
        List<Integer> values = space.values().getOrDefault(name, List.of());
        Integer value = centre.parameters().get(name);
        List<Integer> besides = new ArrayList<>();
        if (value != null) {
            int place = Collections.binarySearch(values, value);
            int below = place < 0 ? -place - 2 : place - 1;
            int above = place < 0 ? -place - 1 : place + 1;
            if (below >= 0) {
                besides.add(values.get(below));
            }
            if (above < values.size()) {
                besides.add(values.get(above));
            }
        }
        return besides;
    }
}
