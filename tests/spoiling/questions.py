"""What is asked of what is spoilt."""

# Of a data folder that still can be read.
QUESTIONS = {
    "data": [
        ["allocate", "2024"],
        ["allocate", "2023", "--format", "csv"],
        ["allocate", "2024..2026", "--antag", "PKV=3"],
        ["check", "--strikt"],
        ["check", "--format", "sarif"],
        ["check", "--format", "md"],
        ["compare", "2023", "2024", "--i-ord"],
        ["compare", "2024", "--andra", "alla=invanare@2023-12-31"],
        ["explain", "2024", "boden"],
        ["explain", "2023", "luleå", "e-arkiv"],
        ["rounding", "2024", "--tvavags", "100"],
        ["roll", "2024"],
        ["buy-in", "projekt", "luleå", "2025-01-01", "--avskrivning", "5"],
        ["projects", "2022", "--datum", "2022-05-31"],
        ["sweep", "2024", "lika", "e-arkiv", "--steg", "50"],
        ["infer", "--tjanst", "soc-grund", "--ar", "2024"],
    ],
    "tvist": [
        ["allocate", "2024"],
        ["buy-in", "övningsfält", "rönnby", "2025-01-01", "--avskrivning", "10"],
        ["buy-in", "övningsfält", "rönnby", "2025-01-01", "--format", "toml"],
        ["explain", "2024", "lindvik"],
        ["sweep", "2024", "utan"],
    ],
}

FILE = "FIL"  # where the spoilt file stands in a command
OF_A_SCENARIO = [
    ["compare", "2024", FILE],
    ["compare", "2024", FILE, "--i-ord"],
    ["compare", "2024", FILE, "--per-tjanst", "--format", "md"],
    ["compare", "2024", FILE, "--format", "json"],
    ["compare", "2024", FILE, "--ar", "2026"],
    ["compare", "2024", FILE, "--ar", "2025..2027", "--per-ar"],
    ["compare", FILE, "2024", "--andra", "e-arkiv=lika"],
    ["explain", "2024", "--scenario", FILE, "boden"],
    ["rounding", "2024", "--scenario", FILE],
    ["sweep", FILE, "kostnad", "e-arkiv"],
]
OF_ALTERNATIVES = [["stand-alone", FILE, "2024"], ["stand-alone", FILE, "2024", "--format", "json"]]
