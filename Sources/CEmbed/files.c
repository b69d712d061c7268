// Files of this repository as bytes inside the executable. One line per file; the compiler tracks changes.
#include "CEmbed.h"

static const unsigned char rules_hygiene[] = {
#embed "../../rules/hygiene.toml"
};
static const unsigned char rules_integrity[] = {
#embed "../../rules/integrity.toml"
};
static const unsigned char rules_sharing[] = {
#embed "../../rules/sharing.toml"
};
static const unsigned char rules_anomaly[] = {
#embed "../../rules/anomaly.toml"
};
static const unsigned char rules_secrets[] = {
#embed "../../rules/secrets.toml"
};
static const unsigned char rules_shadowing[] = {
#embed "../../rules/shadowing.toml"
};
static const unsigned char rules_incident[] = {
#embed "../../rules/incident.toml"
};
static const unsigned char configuration[] = {
#embed "../../agent/bezoar.toml"
};

const CEmbed_file CEmbed_files[] = {
    {"rules/hygiene.toml", rules_hygiene, sizeof rules_hygiene},
    {"rules/integrity.toml", rules_integrity, sizeof rules_integrity},
    {"rules/sharing.toml", rules_sharing, sizeof rules_sharing},
    {"rules/anomaly.toml", rules_anomaly, sizeof rules_anomaly},
    {"rules/secrets.toml", rules_secrets, sizeof rules_secrets},
    {"rules/shadowing.toml", rules_shadowing, sizeof rules_shadowing},
    {"rules/incident.toml", rules_incident, sizeof rules_incident},
    {"bezoar.toml", configuration, sizeof configuration},
};
const size_t CEmbed_file_count = sizeof CEmbed_files / sizeof CEmbed_files[0];
