# Reads what a vendor's compiler made of a kernel, for kernel-report.sh: -v vendor=nvidia|amd|intel|x86|loop.
#
#   nvidia, amd, intel, x86: machine code as text, to one line an instruction:
#     L NAME                   a label
#     I FMA MATRIX STACK       multiply-adds of a work-item, matrix instructions, and of x86 the bytes of vectors on the stack
#     B LABEL                  where the instruction before may go
#   loop: those lines, to one line: the multiply-adds in each 100 instructions of the loop over k, or the matrix instructions where
#     those multiply, its matrix instructions, and with -v source=x86 its bytes on the stack.
#     -v tile=N, the multiply-adds of a work-item for one tile in local memory, weighs the inner loop of a tile by its turns.

function hex(text,    i, value) {
    value = 0
    for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
    return value
}

# 16 bytes an instruction, as two numbers: the operation in the lowest 12 bits; a branch's way in the upper half of the first,
# and since sm_90 eight of its bits below that.
vendor == "nvidia" {
    operation = substr($1, 14, 3)
    fma = operation ~ /^[2468ac](23|2b)$/ ? 1 : 0
    matrix = operation ~ /^23[c7df]$/ || operation == "27a" ? 1 : 0
    print "L", NR - 1
    print "I", fma, matrix
    if (operation == "947" || operation == "547") {
        way = hex(substr($1, 1, 8))
        way = way - way % 4
        if (way >= 2147483648) way -= 4294967296
        if (architecture >= 90) way = way * 256 + hex(substr($1, 11, 2)) * 4
        print "B", NR + int(way / 16)
    }
}

# Two of them may share an instruction: v_pk_fma, or `v_dual_fmac … :: v_dual_fmac`. Other waves' scalar instructions and reads
# of memory are issued beside them, so only those of the vector unit count.
vendor == "amd" && /^\.L[A-Za-z0-9_]*:/ { sub(/:.*/, ""); print "L", $1; next }
vendor == "amd" && /^\t[a-z]/ && $1 !~ /^\./ {
    sub(/;.*/, "")
    fma = $1 ~ /^v_pk_fma/ ? 2 : gsub(/v_(dual_)?(fma|fmac|mac|mad)(mk|ak)?_(legacy_)?f(32|64)/, "&")
    if ($1 ~ /^v_/) print "I", fma, ($1 ~ /^v_(mfma|wmma|swmmac)/ ? 1 : 0)
    if ($1 ~ /branch/) print "B", $NF
}

# An instruction serves as many lanes as it says, the kernel was compiled for `simd`.
vendor == "intel" && /^L[0-9]+:/ { sub(/:.*/, ""); print "L", $1; next }
vendor == "intel" && NF {
    sub(/\/\/.*/, "")
    while ($1 ~ /^\(/) sub(/^ *\([^)]*\) */, "")
    lanes = match($0, /\([0-9]+\|/) ? substr($0, RSTART + 1, RLENGTH - 2) : 0
    fma = $1 == "mad" && $0 ~ /<[0-9]>:d?f / ? lanes / simd : 0
    print "I", fma, ($1 ~ /^dpas/ ? 1 : 0)
    if ($1 ~ /^(jmpi|while|goto(\.b)?|brc|brd)$/)
        for (i = 2; i <= NF; i++) if ($i ~ /^L[0-9]+$/) print "B", $i
}

# Of several lanes each; a word's instruction counts as one of matrices.
vendor == "x86" && /^\.L[A-Za-z0-9_]*:/ { sub(/:.*/, ""); print "L", $1; next }
vendor == "x86" && /^\t[a-z]/ {
    sub(/#.*/, "")
    bytes = !/\(%rsp[,)]/ ? 0 : /%zmm/ ? 64 : /%ymm/ ? 32 : /%[xt]mm/ ? 16 : 0
    print "I", ($1 ~ /^vfm(add|sub)/ ? 1 : 0), ($1 ~ /^(vdpbf16ps|vpdpbusd|vpdpwssd|tdp)/ ? 1 : 0), bytes
    if ($1 ~ /^j/) print "B", $2
}

vendor == "loop" && $1 == "L" { at[$2] = count + 1 }
vendor == "loop" && $1 == "I" {
    count++
    sum[count] = sum[count - 1] + $2
    matrices[count] = matrices[count - 1] + $3
    stack[count] = stack[count - 1] + $4
}
vendor == "loop" && $1 == "B" && ($2 in at) && at[$2] <= count {
    loops++
    first[loops] = at[$2]
    last[loops] = count
    fmas[loops] = sum[count] - sum[at[$2] - 1]
    has[loops] = fmas[loops] + matrices[count] - matrices[at[$2] - 1]
}

# The loop that has most of them and none within it that has some; then the smallest around it.
END {
    if (vendor != "loop") exit
    for (i = 1; i <= loops; i++) {
        if (has[i] == 0) continue
        for (j = 1; j <= loops; j++) if (j != i && has[j] > 0 && first[j] >= first[i] && last[j] <= last[i] \
            && last[j] - first[j] < last[i] - first[i]) break
        if (j > loops && (!hot || has[i] > has[hot])) hot = i
    }
    if (!hot) {
        print "-", matrices[count] + 0, (source == "x86" ? 0 : "")
        exit
    }
    of_stack = source == "x86" ? " " stack[last[hot]] - stack[first[hot] - 1] : ""
    if (!fmas[hot]) {
        printf "%.1f %d%s\n", 100 * has[hot] / (last[hot] - first[hot] + 1), has[hot], of_stack
        exit
    }
    for (i = 1; i <= loops; i++) if (first[i] <= first[hot] && last[i] >= last[hot] \
        && last[i] - first[i] > last[hot] - first[hot] && (!around || last[i] - first[i] < last[around] - first[around])) around = i
    length_of = last[hot] - first[hot] + 1
    share = fmas[hot] / length_of
    if (around && tile > fmas[hot]) share = tile / (last[around] - first[around] + 1 - length_of + tile / fmas[hot] * length_of)
    printf "%.1f %d%s\n", 100 * share, has[hot] - fmas[hot], of_stack
}
