#include "adapters/topics.h"

namespace lienthong::adapters {
namespace {

using Kind = Topic::Kind;

std::vector<Topic> population_and_civil_status() {
  return {
      {"npd.verify",
       Kind::Registry,
       "NPD/POPULATION/verify",
       "verify identity before a civil-status act",
       {"idNumber", "fullName", "birthDate", "sex", "purposeCode", "dossierCode", "officerId"},
       {"match", "mismatched", "status", "evidenceId"},
       {"NPD_NOT_FOUND", "NPD_MISMATCH", "NPD_DECEASED"},
       {},
       true,
       30'000,
       for_agencies,
       {"match"}},
      {"npd.lookup",
       Kind::Registry,
       "NPD/POPULATION/lookup",
       "prefill what the population database holds",
       {"idNumber", "requestedFields", "purpose", "dossierCode"},
       {"fields", "asOf"},
       {"NPD_FORBIDDEN_FIELD", "NPD_NOT_FOUND"},
       {},
       true,
       30'000,
       for_agencies,
       {"fields"}},
      {"civil.registerBirth",
       Kind::Registry,
       "CIVIL/REGISTER/registerBirth",
       "register a birth",
       {"childName", "sex", "birthDate", "birthPlace", "motherId", "motherName", "officerId", "dossierCode"},
       {"bookNo", "certificateNo", "personalId", "pdfRef"},
       {"CIVIL_DUPLICATE", "CIVIL_INVALID"},
       {},
       false,
       60'000,
       for_agencies,
       {"certificateNo", "personalId"}},
  };
}

std::vector<Topic> residence_insurance_signature() {
  return {
      {"residence.register",
       Kind::Registry,
       "RESIDENCE/REGISTER/register",
       "register a child's residence",
       {"personalId", "householdId", "consentRef", "dossierCode"},
       {"decision", "effectiveDate"},
       {"RES_NO_CONSENT", "RES_NOT_ELIGIBLE"},
       {},
       false,
       60'000,
       for_agencies,
       {"decision"}},
      {"bhyt.issueCard",
       Kind::Registry,
       "BHYT/CARDS/issueCard",
       "issue a health-insurance card",
       {"personalId", "clinicCode", "guardian", "dossierCode"},
       {"cardNo", "validFrom", "validTo"},
       {"BHYT_DUPLICATE", "BHYT_BAD_CLINIC"},
       {},
       false,
       60'000,
       for_agencies,
       {"cardNo"}},
      {"sign.sign",
       Kind::Registry,
       "SIGN/PLATFORM/sign",
       "sign a result",
       {"docRef", "signer", "dossierCode"},
       {"signedRef", "validity"},
       {"CERT_EXPIRED", "CERT_REVOKED"},
       {},
       false,
       60'000,
       for_agencies,
       {"signedRef"}},
  };
}

std::vector<Topic> portal_and_notices() {
  return {
      {"portal.syncDossier",
       Kind::Registry,
       "PORTAL/DVCQG/syncDossier",
       "tell the public-service portal a dossier's state",
       {"service", "MaHoSo", "TrangThaiHoSo", "sequence", "dossierCode"},
       {"error_code"},
       {},
       {"PORTAL_DUPLICATE"},
       true,
       30'000,
       for_the_portal,
       {"error_code"}},
      {"notify.email",
       Kind::Mail,
       "",
       "tell people",
       {"to", "subject", "text", "template"},
       {"messageId", "refused"},
       {"BAD_ADDRESS"},
       {},
       true,
       30'000,
       for_people},
      {"notify.webhook",
       Kind::Webhook,
       "",
       "tell another program",
       {"url", "subject", "text"},
       {"messageId"},
       {"BAD_ADDRESS"},
       {},
       true,
       30'000,
       for_people},
  };
}

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all = [] {
    std::vector<Topic> topics;
    for (auto group : {population_and_civil_status, residence_insurance_signature, portal_and_notices})
      for (Topic& topic : group()) topics.push_back(std::move(topic));
    return topics;
  }();
  return all;
}

}  // namespace lienthong::adapters
