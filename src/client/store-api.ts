// Made from /openapi.json by a test; do not change it by hand: npx vitest run test/client -u

export interface paths {
    "/api/admin/account-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Named groups of accounts that price lists are for */
        get: operations["listAccountGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/account-groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the accounts of a group */
        put: operations["replaceAccountGroup"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/accounts/{accountId}/administrators/{userName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a member of an account its administrator, where it has none who could */
        put: operations["nameAdministrator"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last 200 acts of staff */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs that failed for good, with their cause */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dead-letters/{jobId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a dead letter back on the queue */
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered deals, newest first */
        get: operations["listAllDeals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/deals/{dealId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A registered deal */
        get: operations["viewAnyDeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/deals/{dealId}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant a discount and protection until a day */
        post: operations["approveDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/deals/{dealId}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn a registration down, with the reason */
        post: operations["rejectDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Differences that the last full sync found, items that cannot be sold, and the value of rights without an order */
        get: operations["viewDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/drift/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows that a full sync found to differ although no incremental one had been told; of the latest unless told */
        get: operations["listDriftFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/drift/part-numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Part numbers that the store would sell and cannot, and why */
        get: operations["listUnsellable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/drift/undelivered-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products that chains grant and the platform was lately found not to deliver; the latest 200 */
        get: operations["listUndeliveredGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why an account sees an item or not, and pays what it pays */
        get: operations["explainForStaff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Balance of each account and currency at the end of a day, today if none is given */
        get: operations["listBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journal of a range of days, both included */
        get: operations["listPostings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/match-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Match the orders of these days with money, rights and parcels now */
        post: operations["runMatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/match-runs/{runId}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Money, rights and postings of a match that fit no order */
        get: operations["listMatchFacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/match-runs/{runId}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Order lines of a match with money, right and parcel; by cause, or with `any` cause */
        get: operations["listMatchRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/match-runs/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The match that was run last */
        get: operations["viewLatestMatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/orders-without-rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders sold without a tax or freight rate, newest first, with the net sum in each currency */
        get: operations["listOrdersWithoutRate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payouts of the card processor, newest first */
        get: operations["listPayouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/payouts/{payoutId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payout against order lines, fees, refunds and disputes, with what fits none of them */
        get: operations["viewPayout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/payouts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the payouts of the last thirty days from the card processor now */
        post: operations["importPayouts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/finance/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cash in transit, open invoices by age, unmatched by cause, revenue by obligation */
        get: operations["viewToday"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of every partner and machine, as the store has seen it */
        get: operations["viewHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/held-identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Identities that look like a known member and wait for a person */
        get: operations["listHeldIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/held-identities/{identityId}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Link an identity to a member; orders stay where they are */
        post: operations["linkIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/held-identities/{identityId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject an identity that belongs to no member */
        post: operations["rejectIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/held-identities/{identityId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a decision back; sessions that the identity opened end at once */
        post: operations["undoIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every item, or only those that cannot be sold */
        get: operations["listAllItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/items/{partNumber}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules by which accounts may see and buy an item */
        get: operations["viewItemRules"];
        /** Set the rules by which accounts may see and buy an item */
        put: operations["saveItemRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/kept-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks that were signed and not understood, newest first */
        get: operations["listKeptMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/kept-messages/{messageId}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of such a webhook as they came; they may hold personal data */
        get: operations["downloadKeptMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/kept-messages/{messageId}/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a kept message aside; it stays, and health no longer counts it */
        post: operations["setKeptMessageAside"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/kits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Media kits with their bill of materials */
        get: operations["listKits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/kits-avoided": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kits that were not made in the last year, because their files were downloaded instead */
        get: operations["viewKitsAvoided"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails, newest first */
        get: operations["listMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mails/{mailId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One mail with its text */
        get: operations["viewMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mails/{mailId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a mail again as it was written */
        post: operations["resendMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Media jobs, newest first */
        get: operations["listMediaJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-jobs/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One media job: manifest, routing, reports, discs, command files, label */
        get: operations["viewMediaJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-jobs/{jobId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a job, or ask its site to */
        post: operations["cancelMediaJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-jobs/{jobId}/label.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The label of the first disc as a picture */
        get: operations["viewLabel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-jobs/{jobId}/reroute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a job that was not sent to the device to another site */
        post: operations["rerouteMediaJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-jobs/{jobId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make again what a job left unmade, as a new job */
        post: operations["retryMediaJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every media kit and whether the store offers it */
        get: operations["listMediaOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/media-offers/{partNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Show or hide the media kit of a product; a hidden kit cannot be ordered */
        put: operations["switchMediaOffer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders, newest first; search by order number, purchase order number or account ID */
        get: operations["listAllOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order with its timeline */
        get: operations["viewAnyOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders/{orderId}/receipt.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipt of any order as a PDF */
        get: operations["downloadAnyReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders/{orderId}/shipments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a parcel that left */
        post: operations["recordShipment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/parent-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Add-ons that are live and not linked to their base line on the platform */
        get: operations["listParentLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/parent-links/{activationId}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the link was set on the platform by hand */
        post: operations["closeParentLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/parent-links/{activationId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the platform asked for the link again */
        post: operations["retryParentLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/partner-consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decisions of companies and staff about partners, newest first */
        get: operations["listPartnerConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/partner-consents/{partnerAccountId}/{customerAccountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Name a partner of a customer */
        put: operations["namePartner"];
        post?: never;
        /** End what was said of a partner and a customer */
        delete: operations["endPartner"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/partners/platform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the entitlement platform answers */
        get: operations["pingPlatform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/price-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Price lists, by id, each with its state and size */
        get: operations["listPriceLists"];
        put?: never;
        /**
         * Put the price lists of a CSV file in place, all or none
         * @description Columns: `list`, `name`, `audience`, `audience_value`, `currency`, `priority`, `valid_from`, `valid_through`, `falls_back`, `part_number`, `min_quantity`, `increment`, `unit_price` in major units. With `preview=true` nothing is written; with the `hash` of a preview exactly that is published. The text is UTF-8 unless `charset` of the content type says otherwise, and never read by a guess.
         */
        post: operations["importPriceLists"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/price-lists.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Price lists as CSV, as it is imported
         * @description All lists unless some are named with `list`.
         */
        get: operations["exportPriceLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/price-lists/{listId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One price list */
        get: operations["viewPriceList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/price-lists/{listId}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries of a price list, by part number and quantity */
        get: operations["listPriceListEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/product-chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store's product chains, by id, each in a sentence */
        get: operations["listChains"];
        /** Add or replace product chains by id, all or none */
        put: operations["saveChains"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/product-chains/{chainId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a product chain away */
        delete: operations["removeChain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/product-chains/{chainId}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open an early ship to every eligible account */
        post: operations["openEarlyShip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/product-chains/{chainId}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a release back to its cohort */
        post: operations["takeBackEarlyShip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/pushes/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Writes to the platform for an order, with every attempt */
        get: operations["viewPush"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/pushes/{orderId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a push again now; it searches before it creates */
        post: operations["retryPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count of jobs that wait, run or have failed for good */
        get: operations["viewQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quotes, newest first, drafts too; search by number or account ID */
        get: operations["listAllQuotes"];
        put?: never;
        /** Draft a quote as an account: its catalog, prices, tax and freight */
        post: operations["draftQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quotes/{quoteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A quote with all versions and the traces of their prices */
        get: operations["viewAnyQuote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quotes/{quoteId}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the draft, or begin the next version */
        put: operations["redraftQuote"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quotes/{quoteId}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Place the order for the account, on its purchase order */
        post: operations["placeForAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quotes/{quoteId}/sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the draft to the account; the version before is superseded */
        post: operations["sendQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quotes/{quoteId}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a quote back, with the reason */
        post: operations["withdrawQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/redirect-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules that send accounts to another site with their hand-off */
        get: operations["listRedirectRules"];
        put?: never;
        /** Send the accounts of a type, a tier or one account ID to another site */
        post: operations["defineRedirectRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/redirect-rules/{ruleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Serve these accounts here again */
        delete: operations["removeRedirectRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rights-without-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rights that carry no order ID, by currency and value; those given away on purpose in a list of their own */
        get: operations["listRightsWithoutOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rights-without-order/{activationId}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Mark a right without an order as given away on purpose */
        put: operations["markAsGrant"];
        post?: never;
        /** Take the mark back: the right is one without an order again */
        delete: operations["takeBackGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Production sites with their queues and last check-in */
        get: operations["listSites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sync runs, newest first */
        get: operations["listSyncRuns"];
        put?: never;
        /** Start a sync, or take up the one that was interrupted */
        post: operations["startSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A sync run with its report and its dry run */
        get: operations["viewSyncRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs/{runId}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget what a dry run has read */
        post: operations["discardDryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs/{runId}/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Removals that a run held back, by kind and key */
        get: operations["listHeldRemovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs/{runId}/held/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove what a run held: it was meant */
        post: operations["applyHeldRemovals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs/{runId}/held/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep what a run held: it was not meant */
        post: operations["rejectHeldRemovals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sync-runs/{runId}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish what a dry run has read; look at the run for when it is done */
        post: operations["publishDryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/title-misses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requested titles without a media kit, newest first */
        get: operations["listTitleMisses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders that wait or waited: one’s own, and for approvers the company’s */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with its lines, why it waits, and what may be done */
        get: operations["viewApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{requestId}/pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pay by card what was approved; the order is placed when the money is there */
        post: operations["payApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{requestId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject it, and say why */
        post: operations["rejectApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{requestId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve it: price, tax, visibility and limits are asked again, and it becomes one order */
        post: operations["releaseApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{requestId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what one asked for */
        post: operations["withdrawApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The open cart at today’s prices */
        get: operations["viewCart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/accept-prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree to prices that have risen, as they were seen */
        post: operations["acceptPrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/co-term": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** End every term in the cart on one day, priced by the day, or let each run its own */
        put: operations["chooseCoTerm"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/end-customer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Name the customer that a partner orders for */
        put: operations["chooseEndCustomer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add an item */
        post: operations["addToCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/lines/{lineId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a line */
        delete: operations["removeCartLine"];
        options?: never;
        head?: never;
        /** Change a quantity */
        patch: operations["changeCartLine"];
        trace?: never;
    };
    "/api/company/approval-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders that wait for an approver */
        get: operations["listApprovalRules"];
        put?: never;
        /** Have orders over an amount wait for an approver */
        post: operations["addApprovalRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/approval-rules/{ruleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Drop a rule; what waits goes on waiting */
        delete: operations["dropApprovalRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/approval-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Whether approvers may approve what they ordered themselves */
        put: operations["allowOwnApproval"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations and their outcome */
        get: operations["listInvitations"];
        put?: never;
        /** Invite a person by e-mail address */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation that was not accepted yet */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of the account and their roles */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/members/{userName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a member out of the account; sessions end at once */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/members/{userName}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a member another role; it counts from the next request on */
        put: operations["changeMemberRole"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/members/{userName}/spending-limit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Limit a member’s spending in a period; null removes the limit, 0 allows no spending */
        put: operations["limitSpending"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/own-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller’s spending limit and spending */
        get: operations["listOwnLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The partners that may order for the company, have asked to, or may not any more */
        get: operations["listCompanyPartners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/partners/{partnerAccountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let a partner order for the company */
        put: operations["grantPartner"];
        post?: never;
        /** Take back that a partner may order: what it has open for the company is closed, what was ordered stays */
        delete: operations["withdrawPartner"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/partners/{partnerAccountId}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline a partner’s request */
        post: operations["declinePartner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/spending-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spending limits of members, with what each has spent; a member without a limit is not listed */
        get: operations["listSpendingLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The companies that a partner has asked and that have not said yes */
        get: operations["listCustomerInvitations"];
        put?: never;
        /** Ask a company to let the partner order for it; every account ID gets the same answer */
        post: operations["askCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers that a partner may order for: all, or by name and account ID */
        get: operations["listCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deals that the account has registered, newest first */
        get: operations["listDeals"];
        put?: never;
        /** Register a deal of a partner: customer and part numbers, held against other partners from now on */
        post: operations["registerDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deals/{dealId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A deal that the account has registered */
        get: operations["viewDeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deals/{dealId}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a registration up, and others may register */
        post: operations["withdrawDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items that the account may buy, at its prices */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items/{partNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One item at the price for a quantity */
        get: operations["viewItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items/{partNumber}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the account sees an item, and what its price came from */
        get: operations["explainItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count of items by category and product line */
        get: operations["countItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products, each with its updates and what is sold beside it */
        get: operations["listItemGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suggestions for what was typed so far */
        get: operations["suggestItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kit-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Order a free media kit with one confirm */
        post: operations["orderFreeKit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The orders of the account, newest first */
        get: operations["listOrders"];
        put?: never;
        /** Accept a priced cart: on a purchase order, by card, or with nothing to pay */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders-elsewhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders that the platform knows and this store did not take, with the lines the account has of them */
        get: operations["listOrdersElsewhere"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders-for-you": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders that partners placed for the account, newest first, without prices */
        get: operations["listOrdersForYou"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders-for-you/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order that a partner placed for the account */
        get: operations["viewOrderForYou"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order: what is live, being made, and shipped */
        get: operations["viewOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of an order */
        get: operations["listOrderEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}/receipt.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipt as a PDF */
        get: operations["downloadReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{paymentId}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look a card payment up now; places its order when the money is there */
        post: operations["checkPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/priced-carts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Price the cart for a destination, with tax and freight, and freeze it */
        post: operations["priceCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/priced-carts/{pricedCartId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A priced cart as it was given */
        get: operations["viewPricedCart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines that the account owns, each with its updates and its present actions */
        get: operations["listProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{activationId}/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of a line that this member may download, as the platform says now */
        get: operations["listDownloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The quotes of the account, newest first */
        get: operations["listQuotes"];
        put?: never;
        /** Keep the cart as a quote of the account, good for thirty days */
        post: operations["saveQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes/{quoteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A quote with every version that was sent */
        get: operations["viewQuote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes/{quoteId}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept a quote: on a purchase order, by card, or with nothing to pay */
        post: operations["acceptQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes/{quoteId}/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put what the quote is about into the cart, in place of what is there, at today’s prices */
        post: operations["reloadQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes/{quoteId}/quote.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The quote as a PDF, for a purchasing department */
        get: operations["downloadQuote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes/{quoteId}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline a quote, with the reason */
        post: operations["declineQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-on member and the account */
        get: operations["viewSession"];
        put?: never;
        post?: never;
        /** Sign off */
        delete: operations["signOff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on for another account of the same member; the present session ends */
        post: operations["switchAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts that the member may act for */
        get: operations["listOwnAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign on with a hand-off of the portal, with the platform’s password, or with the choice of an account */
        post: operations["signOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/site/check-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check in with the site’s present abilities */
        post: operations["checkInSite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/site/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a file of one of this site’s jobs; understands Range */
        get: operations["fetchSiteFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/site/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Report the verified files that the site holds */
        put: operations["replaceInventory"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/site/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs of this site that are not finished */
        get: operations["listSiteJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/site/jobs/{jobId}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report a step of a job; the same report id twice is one report */
        post: operations["reportStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/titles/{partnerProductId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The media kit of a title of the portal */
        get: operations["viewKitOfTitle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/titles/{partnerProductId}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kits of a portal title that the account may still order, and the downloads that it could take instead */
        get: operations["viewKitOffer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/downloads/{activationId}/{packageId}/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Redirects to a fresh, short-lived address of the file */
        get: operations["downloadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives, whether or not its database and partners do */
        get: operations["checkLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store can serve: its database answers, and a sync has been published */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Events of the card processor, signed in the Stripe-Signature header, of at most 4 MiB */
        post: operations["receiveStripeEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptPrices: {
            prices: {
                lineId: string;
                unitPriceMinor: number;
            }[];
        };
        AcceptQuote: {
            /** @enum {string} */
            method: "free" | "purchaseOrder" | "card";
            purchaseOrderNumber?: string;
            version: number;
        };
        AccountChoice: {
            accounts: components["schemas"]["AccountToChoose"][];
            choiceToken: string;
            /** Format: date-time */
            expiresAt: string;
        };
        AccountGroup: {
            accounts: number;
            groupId: string;
        };
        AccountsToChoose: {
            items: components["schemas"]["AccountToChoose"][];
        };
        AccountToChoose: {
            accountId: string;
            accountType: string;
            name: string;
        };
        AddToCart: {
            /** @default false */
            downloadDeclined: boolean;
            partNumber: string;
            /** @default 1 */
            quantity: number;
            targetActivationId?: string;
        };
        AdminItem: {
            addsToLine: boolean;
            /** @enum {string} */
            category: "base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book";
            maxQuantity: number;
            /** @enum {string} */
            obligation: "licence" | "maintenance" | "media" | "goods";
            /** @enum {string} */
            origin: "platform" | "store";
            partnerProductId: string | null;
            partNumber: string;
            productLine: string | null;
            productName: string | null;
            productVersion: string | null;
            requirementFrom: string | null;
            requiresAnyOf: string[];
            soldTo: string[];
            termMonths: number | null;
            title: string;
            unsellableReason: string | null;
            withdrawnAt: string | null;
        };
        Approval: {
            askedTotalMinor: number;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            decidedAt: string | null;
            decidedBy: string | null;
            decisionReason: string | null;
            endCustomerAccountId: string | null;
            /** Format: date-time */
            expiresAt: string;
            freightMinor: number;
            freightNoRate: boolean | null;
            id: string;
            lines: components["schemas"]["PricedLine"][];
            mayDecide: boolean;
            mayPay: boolean;
            mayWithdraw: boolean;
            netMinor: number;
            noRateMinor: number | null;
            order: {
                id: string;
                number: string;
            } | null;
            /** @enum {string} */
            paymentMethod: "free" | "purchaseOrder" | "card";
            purchaseOrderNumber: string | null;
            reasons: string[];
            requestedBy: {
                name: string;
                userName: string;
            };
            shipTo: components["schemas"]["PostalAddress"];
            /** @enum {string} */
            state: "waiting" | "released" | "rejected" | "withdrawn" | "expired";
            taxMinor: number;
            totalMinor: number;
        };
        ApprovalRule: {
            currency: string;
            id: string;
            overMinor: number;
            userName: string | null;
        };
        ApprovalSettings: {
            ownApprovalAllowed: boolean;
        };
        ApprovalSummary: {
            /** Format: date-time */
            createdAt: string;
            currency: string;
            /** Format: date-time */
            expiresAt: string;
            id: string;
            mayDecide: boolean;
            requestedBy: {
                name: string;
                userName: string;
            };
            /** @enum {string} */
            state: "waiting" | "released" | "rejected" | "withdrawn" | "expired";
            totalMinor: number;
        };
        ApproveDeal: {
            discountBasisPoints: number;
            endCustomerAccountId?: string;
            validThrough?: string;
        };
        AskCustomer: {
            customerAccountId: string;
        };
        AskedCustomer: {
            askedAt: string;
            customerAccountId: string;
        };
        AuditEntry: {
            action: string;
            actor: string;
            /** Format: date-time */
            at: string;
            detail: components["schemas"]["JsonObject"];
            id: string;
            subject: string;
        };
        Balances: {
            items: {
                account: string;
                balanceMinor: number;
                creditMinor: number;
                currency: string;
                debitMinor: number;
                glCode: string;
                name: string;
            }[];
        };
        BaseLine: {
            activationId: string;
            product: string;
        } | null;
        BooksToday: {
            cashInTransit: {
                currency: string;
                minor: number;
                rows: string;
            }[];
            day: string;
            lastMatch: components["schemas"]["MatchRun"] | null;
            openInvoices: {
                bucket: string;
                currency: string;
                minor: number;
                orders: number;
                rows: string;
            }[];
            revenue: {
                currency: string;
                deferredMinor: number;
                deferredRows: string;
                earnedMinor: number;
                earnedRows: string;
                obligation: string;
            }[];
            unmatched: {
                cause: string;
                count: number;
                facts: string | null;
                nextStep: string;
                /** @enum {string} */
                owner: "finance" | "operations";
                rows: string | null;
                title: string;
            }[];
        };
        BrokenOffers: {
            atRisk: {
                currency: string;
                minor: number;
            }[];
            broken: {
                accountId: string;
                currency: string;
                endCustomerAccountId: string | null;
                id: string;
                /** @enum {string} */
                kind: "cart" | "pricedCart";
                lines: {
                    partNumber: string;
                    problem: string;
                    quantity: number;
                    title: string;
                    valueMinor: number;
                }[];
                userName: string;
                valueMinor: number;
            }[];
            carts: {
                count: number;
                lines: number;
                value: {
                    currency: string;
                    minor: number;
                }[];
            };
            pricedCarts: {
                count: number;
                lines: number;
                value: {
                    currency: string;
                    minor: number;
                }[];
            };
        };
        Cart: {
            accountId: string;
            closed: {
                at: string;
                reason: string;
            } | null;
            coTermSuggestions: string[];
            coTermThrough: string | null;
            currency: string;
            endCustomer: {
                accountId: string;
                name: string;
            } | null;
            lines: components["schemas"]["CartLine"][];
            needsShipping: boolean;
            netMinor: number;
        };
        CartLine: {
            available: boolean;
            base: components["schemas"]["BaseLine"];
            downloadDeclined: boolean;
            downloadedBefore: components["schemas"]["DownloadedBefore"] | null;
            id: string;
            listPriceMinor: number | null;
            maxQuantity: number;
            netMinor: number | null;
            /** @enum {string} */
            obligation: "licence" | "maintenance" | "media" | "goods";
            partNumber: string;
            priceSentence: string;
            problem: string | null;
            quantity: number;
            shownUnitPriceMinor: number | null;
            targetActivationId: string | null;
            term: components["schemas"]["LineTerm"] | null;
            title: string;
            unitPriceMinor: number | null;
        };
        ChangeCartLine: {
            quantity: number;
        };
        CommandFile: {
            content: string;
            name: string;
        };
        CompanyMember: {
            email: string;
            lastSignOnAt: string | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "buyer" | "approver" | "admin";
            roleIsAssigned: boolean;
            userName: string;
        };
        CompanyRules: {
            items: components["schemas"]["ApprovalRule"][];
            ownApprovalAllowed: boolean;
        };
        CoTerm: {
            through: string | null;
        };
        Deal: {
            /** Format: date-time */
            createdAt: string;
            discountBasisPoints: number | null;
            endCustomerAccountId: string | null;
            estimatedQuantity: number;
            id: string;
            note: string;
            number: string;
            partnerAccountId: string;
            partNumbers: string[];
            prospectName: string;
            reason: string | null;
            registeredBy: string;
            /** @enum {string} */
            state: "submitted" | "approved" | "rejected" | "withdrawn" | "expired";
            validFrom: string | null;
            validThrough: string | null;
        };
        DiscResult: {
            copy: number;
            discNumber: number;
            /** @enum {string} */
            outcome: "made" | "failed";
            reason: string;
            serial: string;
        };
        DownloadedBefore: {
            /** Format: date-time */
            at: string;
            by: string;
            files: number;
        };
        Downloads: {
            packages: {
                current: boolean;
                description: string;
                files: {
                    completedDownloads: number;
                    description: string;
                    fileId: string;
                    href: string;
                    md5: string | null;
                    name: string;
                    sha256: string | null;
                    sizeBytes: number | null;
                }[];
                packageId: string;
                version: string;
            }[];
        };
        DraftContent: {
            billTo?: components["schemas"]["PostalAddressInForm"] | null;
            billToAccountId?: string | null;
            contactUserName: string;
            endCustomerAccountId?: string | null;
            lines: components["schemas"]["DraftLine"][];
            /** @default  */
            note: string;
            shipTo: components["schemas"]["PostalAddressInForm"];
            shipToAccountId?: string | null;
            /** @default  */
            terms: string;
            validThrough?: string;
        };
        DraftLine: {
            /** @default 0 */
            discountBasisPoints: number;
            /** @default  */
            discountReason: string;
            partNumber: string;
            quantity: number;
            /** @default  */
            targetActivationId: string;
        };
        DraftQuote: {
            accountId: string;
            billTo?: components["schemas"]["PostalAddressInForm"] | null;
            billToAccountId?: string | null;
            contactUserName: string;
            endCustomerAccountId?: string | null;
            lines: components["schemas"]["DraftLine"][];
            /** @default  */
            note: string;
            requestKey: string;
            shipTo: components["schemas"]["PostalAddressInForm"];
            shipToAccountId?: string | null;
            /** @default  */
            terms: string;
            validThrough?: string;
        };
        Drift: {
            compare: {
                compared: number;
                /** Format: date-time */
                comparedAt: string;
                counts: {
                    /** @enum {string} */
                    cause: "missing-on-platform" | "missing-in-store" | "different" | "changed-after-push";
                    count: number;
                    kind: string;
                }[];
                found: number;
                runId: string;
            } | null;
            granted: {
                count: number;
                currency: string | null;
                valueMinor: number;
            }[];
            listedAt: string | null;
            quarantined: number;
            unsellable: number;
            withoutOrder: {
                count: number;
                currency: string | null;
                valueMinor: number;
            }[];
        };
        DriftFinding: {
            accountId: string | null;
            /** @enum {string} */
            cause: "missing-on-platform" | "missing-in-store" | "different" | "changed-after-push";
            differences: {
                field: string;
                platform: string | null;
                store: string | null;
            }[];
            kind: string;
            orderNumber: string | null;
            sentence: string;
            subject: string;
        };
        DryRunReport: {
            /** Format: date-time */
            at: string;
            items: components["schemas"]["ItemChanges"];
            offers: components["schemas"]["BrokenOffers"];
        };
        EndCustomer: {
            accountId: string | null;
        };
        Facet: {
            count: number;
            value: string;
        };
        Facets: {
            accountId: string;
            categories: components["schemas"]["Facet"][];
            isAlike: boolean;
            productLines: components["schemas"]["Facet"][];
            total: number;
        };
        GrantRight: {
            reason: string;
        };
        GroupMembers: {
            accountIds: string[];
        };
        HeldIdentity: {
            decidedAt: string | null;
            decidedBy: string | null;
            email: string;
            /** Format: date-time */
            firstSeenAt: string;
            id: string;
            issuer: string;
            /** Format: date-time */
            lastSeenAt: string;
            memberUserName: string | null;
            /** @enum {string} */
            state: "held" | "linked" | "rejected";
            userName: string | null;
            way: string;
        };
        IdentityCandidate: {
            accountIds: string[];
            firstName: string;
            lastName: string;
            userName: string;
        };
        InstallBase: {
            categories: string[];
            found: number;
            lines: components["schemas"]["InstallBaseLine"][];
            nextCursor: string | null;
            total: number;
        };
        InstallBaseLine: {
            activationId: string;
            can: {
                components: components["schemas"]["LineChoice"][];
                download: {
                    elsewhere: string | null;
                    packages: number;
                    /** @enum {string} */
                    state: "ready" | "empty" | "undelivered" | "unknown";
                };
                media: {
                    currency: string;
                    left: number;
                    listPriceMinor: number;
                    partnerProductId: string;
                    partNumber: string;
                    priceSentence: string;
                    productVersion: string | null;
                    quantity: number;
                    title: string;
                    unitPriceMinor: number;
                }[];
                notRenewed: string | null;
                renewals: {
                    currency: string;
                    listPriceMinor: number;
                    partNumber: string;
                    priceSentence: string;
                    productVersion: string | null;
                    quantity: number;
                    startDate: string;
                    through: string;
                    title: string;
                    unitPriceMinor: number;
                }[];
                seats: components["schemas"]["LineChoice"][];
                upgrades: components["schemas"]["LineChoice"][];
            };
            category: string;
            expirationDate: string | null;
            grantedBy: {
                chainId: string;
                sentence: string;
                since: string;
                validator: string;
            } | null;
            inheritedFrom: string | null;
            inheritedFromName: string | null;
            /** @enum {string} */
            maintenance: "maintained" | "ending" | "lapsed" | "none";
            maintenanceThrough: string | null;
            orderId: string | null;
            partNumber: string | null;
            productName: string;
            productVersion: string;
            quantity: number;
            startDate: string | null;
            under: string | null;
        };
        Invitation: {
            /** Format: date-time */
            createdAt: string;
            email: string;
            /** Format: date-time */
            expiresAt: string;
            firstName: string;
            id: string;
            invitedBy: string;
            lastName: string;
            /** @enum {string} */
            role: "viewer" | "buyer" | "approver" | "admin";
            /** @enum {string} */
            state: "open" | "accepted" | "withdrawn" | "expired";
        };
        InviteMember: {
            email: string;
            firstName: string;
            lastName: string;
            /** @enum {string} */
            role: "viewer" | "buyer" | "approver" | "admin";
        };
        Item: {
            accountId: string;
            addsToLine: boolean;
            /** @enum {string} */
            category: "base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book";
            description: string;
            listPrice: components["schemas"]["Money"];
            maxQuantity: number;
            /** @enum {string} */
            obligation: "licence" | "maintenance" | "media" | "goods";
            partnerProductId: string | null;
            partNumber: string;
            priceBreaks: {
                from: number;
                increment: number;
                unitPrice: components["schemas"]["Money"];
            }[];
            priceSentence: string;
            productLine: string | null;
            productName: string | null;
            productVersion: string | null;
            requires: string[];
            rule: {
                basisPoints: number;
                id: string;
                name: string;
            } | null;
            termMonths: number | null;
            title: string;
            unitPrice: components["schemas"]["Money"];
        };
        ItemChanges: {
            accounts: {
                accountId: string;
                from: string | null;
                gains: number;
                loses: number;
                to: string | null;
            }[];
            accountsInAll: number;
            changes: {
                accountId: string;
                /** @enum {string} */
                change: "gains" | "loses";
                partNumber: string;
                title: string;
            }[];
            changesInAll: number;
            everybody: {
                accounts: number;
                accountTypes: string[];
                /** @enum {string} */
                change: "gains" | "loses";
                partNumber: string;
                title: string;
            }[];
            everybodyInAll: number;
            gains: {
                accounts: number;
                items: number;
            };
            loses: {
                accounts: number;
                items: number;
            };
        };
        ItemGroup: {
            bases: components["schemas"]["Item"][];
            included: components["schemas"]["ItemUpdate"][];
            owned: boolean;
            product: string;
            related: components["schemas"]["Item"][];
        };
        ItemRuleSet: {
            maxPerAccount: number | null;
            maxQuantity: number | null;
            notAccounts: string[] | null;
            onlyAccounts: string[] | null;
            partnerTiers: string[] | null;
            perAccountDays: number | null;
            requiresAllOf: string[] | null;
            requiresAnyOf: string[] | null;
            requiresNoneOf: string[] | null;
            soldTo: string[] | null;
            visibleFrom: string | null;
            visibleThrough: string | null;
        };
        ItemUpdate: {
            /** @enum {string} */
            category: "base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book";
            partNumber: string;
            productName: string | null;
            productVersion: string | null;
            title: string;
        };
        JobDetail: {
            accountId: string;
            alarmedAt: string | null;
            attempt: number;
            cancelRequested: boolean;
            commandFiles: components["schemas"]["CommandFile"][];
            copies: number;
            country: string;
            /** Format: date-time */
            createdAt: string;
            discs: {
                copy: number;
                discNumber: number;
                /** @enum {string} */
                outcome: "made" | "failed" | "expired";
                reason: string;
                serial: string;
            }[];
            failure: string | null;
            jobId: string;
            kitPartNumber: string;
            labelPreview: string | null;
            lineNumber: number;
            manifest: {
                discs: {
                    files: {
                        md5: string | null;
                        path: string;
                        sha256: string;
                        sizeBytes: number;
                    }[];
                    /** @enum {string} */
                    medium: "CD" | "DVD" | "DVD-DL" | "BD";
                    number: number;
                    volumeId: string;
                }[];
                /** @constant */
                formatVersion: 1;
                imageEpoch: number;
                kitPartNumber: string;
                kitVersion: string;
                label: {
                    brand: {
                        colour: string;
                        licenceNotice: string;
                        name: string;
                    };
                    orderNumber: string;
                    partNumber: string;
                    title: string;
                    version: string;
                };
                lineNumber: number;
                orderNumber: string;
                reference: string;
            } | null;
            orderId: string;
            orderLineId: string;
            orderNumber: string;
            reference: string;
            reports: {
                /** Format: date-time */
                at: string;
                detail: components["schemas"]["JsonObject"];
                message: string;
                reportId: string;
                step: string;
            }[];
            routing: components["schemas"]["JsonObject"] | null;
            siteId: string | null;
            /** @enum {string} */
            state: "queued" | "released" | "staged" | "imaged" | "submitted" | "running" | "made" | "failed" | "expired" | "cancelled";
            /** Format: date-time */
            updatedAt: string;
        };
        JobSummary: {
            accountId: string;
            alarmedAt: string | null;
            attempt: number;
            cancelRequested: boolean;
            copies: number;
            country: string;
            /** Format: date-time */
            createdAt: string;
            failure: string | null;
            jobId: string;
            kitPartNumber: string;
            lineNumber: number;
            orderId: string;
            orderLineId: string;
            orderNumber: string;
            reference: string;
            siteId: string | null;
            /** @enum {string} */
            state: "queued" | "released" | "staged" | "imaged" | "submitted" | "running" | "made" | "failed" | "expired" | "cancelled";
            /** Format: date-time */
            updatedAt: string;
        };
        JsonObject: {
            [key: string]: components["schemas"]["JsonValue"];
        };
        JsonValue: unknown;
        KeptMessage: {
            /** Format: date-time */
            firstReceivedAt: string;
            id: string;
            /** Format: date-time */
            lastReceivedAt: string;
            provider: string;
            reason: string;
            setAsideBy: string | null;
            sizeBytes: number;
            times: number;
        };
        KitOffer: {
            accountId: string;
            download: {
                activationId: string | null;
                before: components["schemas"]["DownloadedBefore"] | null;
                packages: {
                    current: boolean;
                    description: string;
                    files: {
                        completedDownloads: number;
                        description: string;
                        fileId: string;
                        href: string;
                        md5: string | null;
                        name: string;
                        sha256: string | null;
                        sizeBytes: number | null;
                    }[];
                    packageId: string;
                    version: string;
                }[];
                /** @enum {string} */
                state: "none" | "ready" | "empty" | "unknown";
            };
            left: number;
            partNumber: string;
        };
        KitsAvoided: {
            avoided: number;
            kits: {
                avoided: number;
                ordered: number;
                partNumber: string;
                shown: number;
            }[];
            ordered: number;
            shown: number;
            /** Format: date-time */
            since: string;
        };
        LineChoice: {
            currency: string;
            listPriceMinor: number;
            partNumber: string;
            priceSentence: string;
            productVersion: string | null;
            quantity: number;
            title: string;
            unitPriceMinor: number;
        };
        LineTerm: {
            coTerm: boolean;
            daysInTerm: number;
            daysUsed: number;
            startDate: string;
            through: string;
            wholeTerms: number;
        };
        ListedChain: {
            cohort: string[];
            from: {
                name: string;
                version: string | null;
            };
            generalFrom: string | null;
            /** @enum {string} */
            grants: "update" | "upgrade" | "hidden";
            id: string;
            isDeployed: boolean;
            releasedOn: string | null;
            sentence: string;
            to: {
                name: string;
                version: string;
            };
            /** @enum {string} */
            validator: "subscription" | "maintenance" | "warranty";
            warrantyDays: number | null;
        };
        ListedRight: {
            accountId: string | null;
            accountName: string | null;
            activationId: string;
            currency: string | null;
            entitlementId: string;
            expirationDate: string | null;
            grantedAt: string | null;
            grantedBy: string | null;
            /** @enum {string} */
            obligation: "licence" | "maintenance";
            partNumber: string | null;
            productName: string | null;
            productVersion: string | null;
            quantity: number;
            reason: string | null;
            startDate: string | null;
            unitMinor: number | null;
            valueMinor: number | null;
        };
        LosingPrice: {
            list: string;
            reason: string;
        };
        MailDetail: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            html: string;
            kind: string;
            lastError: string | null;
            mailId: string;
            recipient: string;
            reference: string;
            sentAt: string | null;
            /** @enum {string} */
            state: "queued" | "sent" | "failed";
            subject: string;
            text: string;
        };
        MailSummary: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            kind: string;
            lastError: string | null;
            mailId: string;
            recipient: string;
            reference: string;
            sentAt: string | null;
            /** @enum {string} */
            state: "queued" | "sent" | "failed";
            subject: string;
        };
        MatchFact: {
            amountMinor: number | null;
            cause: string;
            currency: string | null;
            /** @enum {string} */
            kind: "payment" | "payout-item" | "right" | "posting";
            nextStep: string;
            /** @enum {string} */
            owner: "finance" | "operations";
            sentence: string;
            subject: string;
        };
        MatchRequest: {
            from: string;
            through: string;
        };
        MatchRow: {
            cause: string | null;
            currency: string;
            lineNumber: number;
            money: components["schemas"]["MatchSide"];
            nextStep: string | null;
            orderedMinor: number;
            orderId: string;
            orderLineId: string;
            orderNumber: string;
            owner: ("finance" | "operations") | null;
            parcel: components["schemas"]["MatchSide"];
            partNumber: string;
            placedOn: string;
            postedMinor: number;
            right: components["schemas"]["MatchSide"];
        };
        MatchRun: {
            differenceCount: number;
            finishedAt: string | null;
            fromDay: string;
            id: string;
            lineCount: number;
            /** Format: date-time */
            startedAt: string;
            throughDay: string;
            totals: {
                currency: string;
                ledgerMinor: number;
                orderedMinor: number;
                otherDaysMinor: number;
                otherMinor: number;
                postedMinor: number;
                withoutOrderMinor: number;
            }[] | null;
        };
        MatchSide: {
            sentence: string;
            /** @enum {string} */
            status: "matched" | "waiting" | "different" | "missing" | "not-needed";
        };
        MediaKit: {
            bomVersion: number;
            brandId: string;
            items: {
                /** @enum {string} */
                kind: "package" | "stock";
                position: number;
                quantity: number;
                reference: string;
            }[];
            /** @enum {string} */
            medium: "CD" | "DVD" | "DVD-DL" | "BD";
            partNumber: string;
            title: string;
        };
        MediaOffers: {
            items: {
                changedAt: string | null;
                changedBy: string | null;
                offered: boolean;
                partnerProductId: string | null;
                partNumber: string;
                products: string[];
                title: string;
            }[];
        };
        MemberExplanation: {
            because: components["schemas"]["TraceStep"][];
            listPrice: components["schemas"]["Money"];
            partNumber: string;
            priceSentence: string;
            tax: {
                basisPoints: number | null;
                country: string;
                name: string | null;
                netMinor: number;
                obligation: string;
                sentence: string;
                taxMinor: number;
            } | null;
            trace: components["schemas"]["PriceTrace"];
            unitPrice: components["schemas"]["Money"];
        };
        Money: {
            currency: string;
            minor: number;
        };
        MoneyBack: {
            amountMinor: number;
            currency: string;
            /** @enum {string} */
            reason: "paid-twice" | "offer-over";
            /** Format: date-time */
            receivedAt: string;
            returnedAt: string | null;
            /** @enum {string} */
            state: "due" | "returned" | "failed";
        };
        NewApprovalRule: {
            currency?: string;
            overMinor: number;
            /** @default null */
            userName: string | null;
        };
        NewSpendingLimit: {
            currency?: string;
            limitMinor: number | null;
            /** @enum {string} */
            period: "day" | "week" | "month" | "quarter" | "year";
        };
        Order: {
            accountId: string;
            billTo: components["schemas"]["PostalAddress"] | null;
            billToAccountId: string | null;
            currency: string;
            endCustomerAccountId: string;
            freightMinor: number;
            freightNoRate: boolean | null;
            id: string;
            lines: components["schemas"]["OrderLine"][];
            moneyBack: components["schemas"]["MoneyBack"][];
            netMinor: number;
            noRateMinor: number | null;
            number: string;
            /** @enum {string} */
            paymentMethod: "free" | "purchaseOrder" | "card";
            /** Format: date-time */
            placedAt: string;
            placedBy: string;
            purchaseOrderNumber: string | null;
            releasedBy: string | null;
            shipTo: components["schemas"]["PostalAddress"];
            shipToAccountId: string | null;
            /** @enum {string} */
            status: "inProgress" | "partlyComplete" | "complete" | "needsAttention";
            taxMinor: number;
            totalMinor: number;
        };
        OrderedElsewhere: {
            lines: {
                activationId: string;
                expirationDate: string | null;
                partNumber: string | null;
                productName: string | null;
                productVersion: string | null;
                quantity: number | null;
                startDate: string | null;
            }[];
            orderNumber: string;
            startDate: string | null;
        };
        OrderedForYou: {
            id: string;
            lines: {
                base: components["schemas"]["BaseLine"];
                downloadsHref: string | null;
                lineNumber: number;
                /** @enum {string} */
                obligation: "licence" | "maintenance" | "media" | "goods";
                partNumber: string;
                production: {
                    discsFailed: number;
                    discsMade: number;
                    reference: string;
                    state: string;
                    steps: {
                        /** Format: date-time */
                        at: string;
                        step: string;
                    }[];
                } | null;
                quantity: number;
                right: {
                    activationId: string;
                    expirationDate: string | null;
                    live: boolean;
                    startDate: string | null;
                    waitSeconds: number | null;
                } | null;
                sentence: string;
                shipment: components["schemas"]["Shipment"] | null;
                state: string;
                title: string;
            }[];
            number: string;
            partner: {
                accountId: string;
                name: string;
            };
            /** Format: date-time */
            placedAt: string;
            shipTo: components["schemas"]["PostalAddress"] | null;
            /** @enum {string} */
            status: "inProgress" | "partlyComplete" | "complete" | "needsAttention";
        };
        OrderEvent: {
            actor: string;
            /** Format: date-time */
            at: string;
            kind: string;
            sentence: string;
        };
        OrderLine: {
            base: components["schemas"]["BaseLine"];
            lineNumber: number;
            listPriceMinor: number;
            netMinor: number;
            /** @enum {string} */
            obligation: "licence" | "maintenance" | "media" | "goods";
            partNumber: string;
            priceRule: string;
            production: {
                discsFailed: number;
                discsMade: number;
                reference: string;
                state: string;
                steps: {
                    /** Format: date-time */
                    at: string;
                    step: string;
                }[];
            } | null;
            quantity: number;
            right: {
                activationId: string;
                expirationDate: string | null;
                live: boolean;
                startDate: string | null;
                waitSeconds: number | null;
            } | null;
            sentence: string;
            shipment: components["schemas"]["Shipment"] | null;
            state: string;
            taxMinor: number;
            term: {
                daysInTerm: number;
                daysUsed: number;
                startDate: string;
                through: string;
                wholeTerms: number;
            } | null;
            title: string;
            unitPriceMinor: number;
        };
        OrderSummary: {
            accountId: string;
            currency: string;
            id: string;
            lineCount: number;
            number: string;
            /** @enum {string} */
            paymentMethod: "free" | "purchaseOrder" | "card";
            /** Format: date-time */
            placedAt: string;
            purchaseOrderNumber: string | null;
            /** @enum {string} */
            status: "inProgress" | "partlyComplete" | "complete" | "needsAttention";
            totalMinor: number;
        };
        ParentLink: {
            accountId: string;
            activationId: string;
            attempts: number;
            lastError: string | null;
            orderId: string;
            orderNumber: string;
            parentActivationId: string | null;
            /** @enum {string} */
            state: "waiting" | "refused";
            /** Format: date-time */
            updatedAt: string;
        };
        PartnerConsent: {
            customerAccountId: string;
            decidedAt: string | null;
            decidedBy: string | null;
            decidedFor: ("customer" | "staff") | null;
            partnerAccountId: string;
            /** @enum {string} */
            state: "invited" | "granted" | "declined" | "withdrawn" | "reinvited" | "ended";
        };
        PartnerOfCompany: {
            askedAt: string | null;
            askedBy: string | null;
            asks: boolean;
            because: ("consent" | "platform" | "deal") | null;
            decidedAt: string | null;
            decidedBy: string | null;
            decidedFor: ("customer" | "staff") | null;
            name: string;
            partnerAccountId: string;
        };
        PaymentCheck: {
            moneyBack: components["schemas"]["MoneyBack"][];
            orderId: string | null;
            /** @enum {string} */
            state: "created" | "open" | "closing" | "settled" | "expired";
        };
        Payout: {
            amountMinor: number;
            /** Format: date-time */
            arrivesAt: string;
            automatic: boolean;
            bankTraceId: string | null;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            itemCount: number;
            /** @enum {string} */
            itemised: "complete" | "pending" | "none";
            payoutId: string;
            state: string;
        };
        PayoutSheet: {
            /** Format: date-time */
            arrivesAt: string;
            bankTraceId: string | null;
            currency: string;
            items: {
                amountMinor: number;
                balanceTransactionId: string;
                charged: {
                    currency: string;
                    minor: number;
                } | null;
                feeMinor: number;
                givenBack: ("paid-twice" | "offer-over") | null;
                lines: {
                    lineNumber: number;
                    minor: number;
                    orderLineId: string;
                    partNumber: string;
                }[];
                netMinor: number;
                orderId: string | null;
                orderNumber: string | null;
                paymentId: string | null;
                reportingCategory: string;
                sourceId: string | null;
            }[];
            leftovers: {
                minor: number;
                sentence: string;
                subject: string;
            }[];
            payoutId: string;
            posted: boolean;
            state: string;
            sums: {
                disputesMinor: number;
                feesMinor: number;
                leftoversMinor: number;
                orderLinesMinor: number;
                otherMinor: number;
                payoutMinor: number;
                refundsMinor: number;
                restMinor: number;
            };
        };
        PlaceForAccount: {
            purchaseOrderNumber?: string;
        };
        Placement: {
            approvalId: string | null;
            order: components["schemas"]["Order"] | null;
            /** @enum {string} */
            outcome: "placed" | "redirect" | "approval";
            paymentId: string | null;
            redirectUrl: string | null;
            repeated: boolean;
        };
        PlaceOrder: {
            expectedTotalMinor?: number;
            /** @enum {string} */
            method: "free" | "purchaseOrder" | "card";
            pricedCartId: string;
            purchaseOrderNumber?: string;
        };
        PostalAddress: {
            city: string;
            country: string;
            line1: string;
            line2: string;
            organisation: string;
            phone: string;
            postalCode: string;
            recipient: string;
            region: string;
        };
        PostalAddressInForm: {
            city: string;
            country: string;
            line1: string;
            /** @default  */
            line2: string;
            /** @default  */
            organisation: string;
            /** @default  */
            phone: string;
            /** @default  */
            postalCode: string;
            recipient: string;
            /** @default  */
            region: string;
        };
        PriceCart: {
            billTo?: components["schemas"]["PostalAddressInForm"] | null;
            billToAccountId?: string | null;
            currency?: string;
            shipTo: components["schemas"]["PostalAddressInForm"];
            shipToAccountId?: string | null;
        };
        PriceChange: {
            hash: string;
            readonly lists: {
                accounts: number;
                added: number;
                cheaper: number;
                dearer: number;
                entries: number;
                gone: number;
                highestPercent: number | null;
                isNew: boolean;
                list: {
                    /** @enum {string} */
                    audience: "account" | "group" | "partnerTier" | "accountType" | "everybody";
                    audienceValue: string;
                    currency: string;
                    fallsBack: boolean;
                    id: string;
                    name: string;
                    priority: number;
                    validFrom: string | null;
                    validThrough: string | null;
                };
                lowestPercent: number | null;
                otherIncrement: number;
                same: number;
                /** @enum {string} */
                state: "live" | "scheduled" | "ended";
                readonly terms: string[];
            }[];
            offers: {
                readonly affected: {
                    accountId: string;
                    afterMinor: number;
                    beforeMinor: number;
                    currency: string;
                    id: string;
                    /** @enum {string} */
                    kind: "cart" | "pricedCart";
                    readonly lost: string[];
                    userName: string;
                }[];
                more: boolean;
            };
            on: string;
            published: boolean;
            readonly rows: {
                beforeMinor: number | null;
                currency: string;
                list: string;
                minQuantity: number;
                nowMinor: number | null;
                partNumber: string;
            }[];
            readonly warnings: {
                code: string;
                detail: string;
                readonly partNumbers: string[];
            }[];
        };
        PricedCart: {
            accountId: string;
            billTo: components["schemas"]["PostalAddress"] | null;
            billToAccountId: string | null;
            currency: string;
            downloadedBefore?: {
                /** Format: date-time */
                at: string;
                by: string;
                files: number;
                partNumber: string;
            }[];
            endCustomerAccountId: string | null;
            /** Format: date-time */
            expiresAt: string;
            freightMinor: number;
            freightNoRate: boolean | null;
            id: string;
            lines: components["schemas"]["PricedLine"][];
            netMinor: number;
            noRateMinor: number | null;
            notOffered: {
                /** @enum {string} */
                method: "purchaseOrder" | "card";
                reason: string;
            }[];
            paymentMethods: ("free" | "purchaseOrder" | "card")[];
            shipTo: components["schemas"]["PostalAddress"];
            shipToAccountId: string | null;
            /** @enum {string} */
            state: "open" | "accepted";
            taxMinor: number;
            totalMinor: number;
        };
        PricedLine: {
            base?: components["schemas"]["BaseLine"];
            lineNumber: number;
            listPriceMinor: number;
            netMinor: number;
            /** @enum {string} */
            obligation: "licence" | "maintenance" | "media" | "goods";
            partNumber: string;
            priceRule: string;
            quantity: number;
            taxBasisPoints: number | null;
            taxMinor: number;
            term?: components["schemas"]["LineTerm"] | null;
            title: string;
            unitPriceMinor: number;
        };
        PriceListEntry: {
            increment: number;
            minQuantity: number;
            partNumber: string;
            unitMinor: number;
        };
        PriceListSummary: {
            /** @enum {string} */
            audience: "account" | "group" | "partnerTier" | "accountType" | "everybody";
            audienceValue: string;
            currency: string;
            entries: number;
            fallsBack: boolean;
            id: string;
            name: string;
            partNumbers: number;
            priority: number;
            /** @enum {string} */
            state: "live" | "scheduled" | "ended";
            validFrom: string | null;
            validThrough: string | null;
        };
        PriceTrace: {
            currency: string;
            losers: components["schemas"]["LosingPrice"][];
            on: string;
            otherRules: {
                reason: string;
                rule: string;
            }[];
            partNumber: string;
            quantity: number;
            rule: {
                basisPoints: number;
                id: string;
                name: string;
            } | null;
            steps: {
                by: string;
                takesOffMinor: number;
                unitMinor: number;
            }[];
            winner: {
                /** @enum {string} */
                audience: "account" | "group" | "partnerTier" | "accountType" | "everybody";
                audienceValue: string;
                increment: number;
                list: string;
                minQuantity: number;
                name: string;
                priority: number;
                unitMinor: number;
            };
        };
        Problem: {
            baseLines?: {
                activationId: string;
                product: string;
            }[];
            code: string;
            detail: string;
            errors?: {
                code?: string;
                column?: string;
                detail: string;
                pointer: string;
                row?: number;
            }[];
            portalUrl?: string;
            priceRises?: {
                currency: string;
                lineId: string;
                nowMinor: number;
                partNumber: string;
                shownMinor: number;
            }[];
            standing?: {
                orderNumber: string | null;
                purchaseOrderNumber: string | null;
            };
            status: number;
            title: string;
            type: string;
        };
        ProductionSite: {
            active: boolean;
            checkedInAt: string | null;
            checkIn: components["schemas"]["JsonObject"] | null;
            countries: string[];
            media: string[];
            name: string;
            priority: number;
            queueLength: number;
            siteId: string;
        };
        Push: {
            attempts: number;
            entitlementId: string;
            lastError: string | null;
            lines: {
                activationId: string;
                live: boolean;
                partNumber: string;
                quantity: number;
            }[];
            orderId: string;
            /** @enum {string} */
            state: "queued" | "sending" | "unknown" | "live" | "failed";
            tries: {
                action: string;
                /** Format: date-time */
                at: string;
                outcome: string;
            }[];
        };
        QueueHealth: {
            lastSuccessAt: string | null;
            name: string;
            sentence: string;
            /** @enum {string} */
            state: "ok" | "late" | "down" | "unknown";
        };
        Quote: {
            accountId: string;
            contactUserName: string;
            /** Format: date-time */
            createdAt: string;
            draftedBy: string | null;
            endCustomerAccountId: string | null;
            id: string;
            number: string;
            offer: components["schemas"]["QuoteVersion"];
            orderId: string | null;
            versions: components["schemas"]["QuoteVersion"][];
        };
        QuoteSummary: {
            accountId: string;
            contactUserName: string;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            draftedBy: string | null;
            endCustomerAccountId: string | null;
            id: string;
            number: string;
            orderId: string | null;
            /** @enum {string} */
            state: "draft" | "sent" | "accepted" | "declined" | "superseded" | "expired" | "withdrawn";
            totalMinor: number;
            validThrough: string;
            version: number;
        };
        QuoteVersion: {
            billTo: components["schemas"]["PostalAddress"] | null;
            billToAccountId: string | null;
            closedReason: string | null;
            currency: string;
            freightMinor: number;
            freightNoRate: boolean | null;
            lines: {
                base?: components["schemas"]["BaseLine"];
                lineNumber: number;
                listPriceMinor: number;
                netMinor: number;
                /** @enum {string} */
                obligation: "licence" | "maintenance" | "media" | "goods";
                partNumber: string;
                priceRule: string;
                quantity: number;
                targetActivationId: string;
                taxBasisPoints: number | null;
                taxMinor: number;
                term?: components["schemas"]["LineTerm"] | null;
                title: string;
                unitPriceMinor: number;
            }[];
            netMinor: number;
            noRateMinor: number | null;
            note: string;
            sentAt: string | null;
            shipTo: components["schemas"]["PostalAddress"];
            shipToAccountId: string | null;
            /** @enum {string} */
            state: "draft" | "sent" | "accepted" | "declined" | "superseded" | "expired" | "withdrawn";
            taxMinor: number;
            terms: string;
            totalMinor: number;
            validThrough: string;
            version: number;
        };
        RedirectRule: {
            /** @default  */
            accountId: string;
            /** @enum {string} */
            accountType: "customer" | "reseller" | "distributor" | "vendor";
            /** @default  */
            partnerTier: string;
            targetUrl: string;
        };
        RegisterDeal: {
            /** @default [] */
            categories: ("base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book")[];
            /** @default  */
            endCustomerAccountId: string;
            estimatedQuantity: number;
            /** @default  */
            note: string;
            /** @default [] */
            partNumbers: string[];
            /** @default  */
            prospectName: string;
            requestKey: string;
        };
        RejectApproval: {
            reason: string;
        };
        ReleaseApproval: {
            expectedTotalMinor: number;
        };
        RerouteJob: {
            reason: string;
            siteId: string;
        };
        RuledItem: {
            /** @enum {string} */
            origin: "platform" | "store";
            partNumber: string;
            rules: components["schemas"]["ItemRuleSet"];
            said: components["schemas"]["ItemRuleSet"];
            title: string;
            unsellableReason: string | null;
        };
        SaveQuote: {
            billTo?: components["schemas"]["PostalAddressInForm"] | null;
            billToAccountId?: string | null;
            /** @default  */
            note: string;
            requestKey: string;
            shipTo: components["schemas"]["PostalAddressInForm"];
            shipToAccountId?: string | null;
        };
        SearchHint: {
            /** @enum {string} */
            category: "base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book";
            href: string;
            partNumber: string;
            title: string;
        };
        Session: {
            accountId: string;
            accountName: string;
            accountType: string;
            address: components["schemas"]["PostalAddress"] | null;
            email: string;
            /** Format: date-time */
            expiresAt: string;
            firstName: string;
            lastName: string;
            roles: string[];
            staffRoles: string[];
            userName: string;
        };
        Shipment: {
            carrier: string;
            /** Format: date-time */
            shippedAt: string;
            trackingNumber: string;
            trackingUrl: string | null;
        };
        ShipmentRequest: {
            carrier: string;
            lineNumbers: number[];
            trackingNumber: string;
        };
        SignOnBody: {
            accountId?: string;
            choiceToken?: string;
            password?: string;
            token?: string;
            userName?: string;
        };
        SignOnResult: {
            accessToken: string;
            accountId: string;
            /** @enum {string} */
            entry: "kit" | "catalog" | "products" | "admin";
            /** Format: date-time */
            expiresAt: string;
            partnerProductId: string | null;
        };
        SiteCheckIn: {
            agentVersion: string;
            buildsImages: boolean;
            /** @enum {string} */
            device: "ptburn" | "epson" | "rimage" | "vendor-package" | "none";
            deviceMessage: string;
            deviceSeenAt: string | null;
            freeBytes: number | null;
        };
        SiteInventory: {
            files: {
                sha256: string;
                sizeBytes: number;
            }[];
        };
        SiteReport: {
            /** Format: date-time */
            at: string;
            fetchedBytes: number;
            fetchedFiles: number;
            message: string;
            reportId: string;
            /** @constant */
            step: "staged";
        } | {
            /** Format: date-time */
            at: string;
            images: {
                builtBy: string;
                discNumber: number;
                sha256: string;
                sizeBytes: number;
            }[];
            message: string;
            reportId: string;
            /** @constant */
            step: "imaged";
        } | {
            /** Format: date-time */
            at: string;
            commandFiles: {
                content: string;
                name: string;
            }[];
            labelPreviewPng: string | null;
            message: string;
            reportId: string;
            /** @constant */
            step: "submitted";
        } | {
            /** Format: date-time */
            at: string;
            message: string;
            percent: number | null;
            reportId: string;
            /** @constant */
            step: "running";
        } | {
            /** Format: date-time */
            at: string;
            discs: components["schemas"]["DiscResult"][];
            message: string;
            reportId: string;
            /** @constant */
            step: "finished";
        } | {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            cause: "checksum-mismatch" | "file-missing" | "no-space" | "image-failed" | "device-refused" | "device-failed" | "device-silent";
            discs: components["schemas"]["DiscResult"][];
            message: string;
            reportId: string;
            /** @constant */
            step: "failed";
        };
        SiteReportReceipt: {
            jobState: string;
            repeated: boolean;
        };
        SpendingLimitUse: {
            currency: string;
            leftMinor: number;
            limitMinor: number;
            /** @enum {string} */
            period: "day" | "week" | "month" | "quarter" | "year";
            since: string;
            spentMinor: number;
            userName: string;
        };
        StaffExplanation: {
            accountId: string;
            partNumber: string;
            price: {
                listPrice: components["schemas"]["Money"];
                /** @constant */
                priced: true;
                priceSentence: string;
                tax: {
                    basisPoints: number | null;
                    country: string;
                    name: string | null;
                    netMinor: number;
                    obligation: string;
                    sentence: string;
                    taxMinor: number;
                } | null;
                trace: components["schemas"]["PriceTrace"];
                unitPrice: components["schemas"]["Money"];
            } | {
                losers: components["schemas"]["LosingPrice"][];
                nearest: number[];
                /** @constant */
                priced: false;
                reason: string;
            };
            reason: string | null;
            steps: components["schemas"]["TraceStep"][];
            visible: boolean;
        };
        StaffOrder: {
            events: components["schemas"]["OrderEvent"][];
            order: components["schemas"]["Order"];
        };
        StaffQuote: {
            accountId: string;
            contactUserName: string;
            /** Format: date-time */
            createdAt: string;
            draftedBy: string | null;
            endCustomerAccountId: string | null;
            id: string;
            number: string;
            orderId: string | null;
            versions: components["schemas"]["StaffQuoteVersion"][];
        };
        StaffQuoteVersion: {
            billTo: components["schemas"]["PostalAddress"] | null;
            billToAccountId: string | null;
            closedReason: string | null;
            createdBy: string;
            currency: string;
            freightMinor: number;
            freightNoRate: boolean | null;
            lines: {
                base?: components["schemas"]["BaseLine"];
                discountBasisPoints: number;
                discountReason: string;
                lineNumber: number;
                listPriceMinor: number;
                netMinor: number;
                /** @enum {string} */
                obligation: "licence" | "maintenance" | "media" | "goods";
                partNumber: string;
                priceRule: string;
                quantity: number;
                targetActivationId: string;
                taxBasisPoints: number | null;
                taxMinor: number;
                term?: components["schemas"]["LineTerm"] | null;
                title: string;
                trace: components["schemas"]["JsonObject"];
                unitPriceMinor: number;
            }[];
            netMinor: number;
            noRateMinor: number | null;
            note: string;
            sentAt: string | null;
            shipTo: components["schemas"]["PostalAddress"];
            shipToAccountId: string | null;
            /** @enum {string} */
            state: "draft" | "sent" | "accepted" | "declined" | "superseded" | "expired" | "withdrawn";
            taxMinor: number;
            terms: string;
            totalMinor: number;
            validThrough: string;
            version: number;
        };
        SwitchAccount: {
            accountId: string;
        };
        SyncRun: {
            dryRun: boolean;
            error: string | null;
            finishedAt: string | null;
            id: string;
            /** @enum {string} */
            mode: "full" | "incremental";
            report: {
                kinds: {
                    [key: string]: {
                        added: number;
                        changed: number;
                        held: number;
                        read: number;
                        removed: number;
                    };
                };
                quarantined: {
                    [key: string]: number;
                };
                reasons: string[];
                unsellable: string[];
            } | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "reading" | "dryRun" | "publishing" | "published" | "discarded" | "failed";
            trigger: string;
        };
        TitleMiss: {
            accountId: string;
            /** Format: date-time */
            at: string;
            partnerProductId: string;
        };
        TraceStep: {
            passed: boolean;
            right?: {
                activationId: string;
                inheritedFrom: string | null;
                lastDay: string | null;
                orderId: string | null;
                orderLineNumber: string | null;
                product: string;
            };
            rule: string;
            sentence: string;
        };
        UndeliveredGrant: {
            items: {
                accountId: string;
                activationId: string;
                chainId: string;
                /** Format: date-time */
                firstFoundAt: string;
                /** Format: date-time */
                lastFoundAt: string;
                productName: string;
                productVersion: string;
            }[];
        };
        UnsellableItems: {
            partNumber: string;
            why: string;
        };
        ViewedSyncRun: {
            dryRun: boolean;
            dryRunReport: components["schemas"]["DryRunReport"] | null;
            error: string | null;
            finishedAt: string | null;
            id: string;
            /** @enum {string} */
            mode: "full" | "incremental";
            quarantine: {
                /** Format: date-time */
                firstSeenAt: string;
                key: string | null;
                kind: string;
                /** Format: date-time */
                lastSeenAt: string;
                place: string;
                reason: string;
                runId: string;
            }[];
            report: {
                kinds: {
                    [key: string]: {
                        added: number;
                        changed: number;
                        held: number;
                        read: number;
                        removed: number;
                    };
                };
                quarantined: {
                    [key: string]: number;
                };
                reasons: string[];
                unsellable: string[];
            } | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "reading" | "dryRun" | "publishing" | "published" | "discarded" | "failed";
            trigger: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccountGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Named groups of accounts that price lists are for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AccountGroup"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceAccountGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account group */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupMembers"];
            };
        };
        responses: {
            /** @description Done: replace the accounts of a group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountGroup"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    nameAdministrator: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The company’s account ID on the platform */
                accountId: string;
                /** @description The member’s sign-in name */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: make a member of an account its administrator, where it has none who could */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyMember"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last 200 acts of staff */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs that failed for good, with their cause */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            attempts: number;
                            cause: string;
                            /** Format: date-time */
                            failedAt: string;
                            job: string;
                            jobId: string;
                            payload: components["schemas"]["JsonObject"];
                        }[];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: put a dead letter back on the queue */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jobId: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllDeals: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Only those in this state */
                state?: "submitted" | "approved" | "rejected" | "withdrawn";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Registered deals, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Deal"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewAnyDeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The registered deal */
                dealId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A registered deal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The registered deal */
                dealId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApproveDeal"];
            };
        };
        responses: {
            /** @description Done: grant a discount and protection until a day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The registered deal */
                dealId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done: turn a registration down, with the reason */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewDrift: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Differences that the last full sync found, items that cannot be sold, and the value of rights without an order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDriftFindings: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description The run */
                runId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows that a full sync found to differ although no incremental one had been told; of the latest unless told */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DriftFinding"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnsellable: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Part numbers that the store would sell and cannot, and why */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UnsellableItems"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUndeliveredGrants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Products that chains grant and the platform was lately found not to deliver; the latest 200 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndeliveredGrant"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainForStaff: {
        parameters: {
            query: {
                /** @description The company’s account ID on the platform */
                accountId: string;
                /** @description The instant whose knowledge is asked for; without it, now */
                knownAt?: string;
                /** @description The day that is asked about; without it, today */
                on?: string;
                /** @description The part number of the item */
                partNumber: string;
                /** @description How many are to be bought */
                quantity?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Why an account sees an item or not, and pays what it pays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffExplanation"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBalances: {
        parameters: {
            query?: {
                /** @description The last day */
                through?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Balance of each account and currency at the end of a day, today if none is given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balances"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPostings: {
        parameters: {
            query?: {
                /** @description The ledger account whose postings are meant */
                account?: string;
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description The first day */
                from?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description The last day */
                through?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The journal of a range of days, both included */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            account: string;
                            currency: string;
                            description: string;
                            entryId: string;
                            glCode: string;
                            minor: number;
                            obligation: string | null;
                            occurredOn: string;
                            orderLineId: string | null;
                            position: number;
                            reference: {
                                id: string;
                                kind: string;
                            };
                            /** @enum {string} */
                            side: "debit" | "credit";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runMatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchRequest"];
            };
        };
        responses: {
            /** @description Done: match the orders of these days with money, rights and parcels now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchRun"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMatchFacts: {
        parameters: {
            query?: {
                /** @description Only rows with this cause; `any` for all that do not match */
                cause?: "any" | "posting-missing" | "posting-differs" | "payment-missing" | "payment-differs" | "payout-overdue" | "push-failed" | "push-overdue" | "right-missing" | "right-on-wrong-account" | "right-quantity-differs" | "right-withdrawn" | "right-without-push" | "right-not-ordered" | "production-failed" | "production-overdue" | "parcel-missing" | "parcel-quantity-differs" | "payment-paid-twice" | "payment-of-ended-offer" | "payment-not-given-back" | "payment-without-order" | "receipt-without-order" | "right-without-order" | "posting-without-order";
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Money, rights and postings of a match that fit no order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MatchFact"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMatchRows: {
        parameters: {
            query?: {
                /** @description Only rows with this cause; `any` for all that do not match */
                cause?: "any" | "posting-missing" | "posting-differs" | "payment-missing" | "payment-differs" | "payout-overdue" | "push-failed" | "push-overdue" | "right-missing" | "right-on-wrong-account" | "right-quantity-differs" | "right-withdrawn" | "right-without-push" | "right-not-ordered" | "production-failed" | "production-overdue" | "parcel-missing" | "parcel-quantity-differs" | "payment-paid-twice" | "payment-of-ended-offer" | "payment-not-given-back" | "payment-without-order" | "receipt-without-order" | "right-without-order" | "posting-without-order";
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Order lines of a match with money, right and parcel; by cause, or with `any` cause */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MatchRow"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewLatestMatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The match that was run last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchRun"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrdersWithoutRate: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders sold without a tax or freight rate, newest first, with the net sum in each currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            accountId: string;
                            country: string;
                            currency: string;
                            freightNoRate: boolean;
                            id: string;
                            noRateMinor: number;
                            number: string;
                            /** Format: date-time */
                            placedAt: string;
                            totalMinor: number;
                        }[];
                        nextCursor: string | null;
                        sums: {
                            currency: string;
                            noRateMinor: number;
                            orders: number;
                            withoutFreightRate: number;
                        }[];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPayouts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Payouts of the card processor, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Payout"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewPayout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payout of the card processor */
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One payout against order lines, fees, refunds and disputes, with what fits none of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutSheet"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importPayouts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: read the payouts of the last thirty days from the card processor now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        payouts: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewToday: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cash in transit, open invoices by age, unmatched by cause, revenue by obligation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BooksToday"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description State of every partner and machine, as the store has seen it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["QueueHealth"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHeldIdentities: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Identities that look like a known member and wait for a person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            candidates: components["schemas"]["IdentityCandidate"][];
                            decidedAt: string | null;
                            decidedBy: string | null;
                            email: string;
                            /** Format: date-time */
                            firstSeenAt: string;
                            id: string;
                            issuer: string;
                            /** Format: date-time */
                            lastSeenAt: string;
                            memberUserName: string | null;
                            /** @enum {string} */
                            state: "held" | "linked" | "rejected";
                            userName: string | null;
                            way: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkIdentity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The held identity */
                identityId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    userName: string;
                };
            };
        };
        responses: {
            /** @description Done: link an identity to a member; orders stay where they are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldIdentity"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectIdentity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The held identity */
                identityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: reject an identity that belongs to no member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldIdentity"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoIdentity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The held identity */
                identityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: take a decision back; sessions that the identity opened end at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldIdentity"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllItems: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Whether only items that cannot be sold are meant */
                unsellable?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every item, or only those that cannot be sold */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AdminItem"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewItemRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The part number of the item */
                partNumber: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rules by which accounts may see and buy an item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuledItem"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveItemRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The part number of the item */
                partNumber: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    maxPerAccount?: number | null;
                    /** @default null */
                    maxQuantity?: number | null;
                    /** @default null */
                    notAccounts?: string[] | null;
                    /** @default null */
                    onlyAccounts?: string[] | null;
                    /** @default null */
                    partnerTiers?: string[] | null;
                    /** @default null */
                    perAccountDays?: number | null;
                    /** @default null */
                    requiresAllOf?: string[] | null;
                    /** @default null */
                    requiresAnyOf?: string[] | null;
                    /** @default null */
                    requiresNoneOf?: string[] | null;
                    /** @default null */
                    soldTo?: ("customer" | "reseller" | "distributor" | "internal" | "vendor")[] | null;
                    visibleFrom?: string | null;
                    visibleThrough?: string | null;
                };
            };
        };
        responses: {
            /** @description Done: set the rules by which accounts may see and buy an item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuledItem"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeptMessages: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhooks that were signed and not understood, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["KeptMessage"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadKeptMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kept message */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As received */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setKeptMessageAside: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The kept message */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Set aside */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Media kits with their bill of materials */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MediaKit"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewKitsAvoided: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Kits that were not made in the last year, because their files were downloaded instead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitsAvoided"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMails: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Only mails about this order, quote or request */
                reference?: string;
                /** @description Only those in this state */
                state?: "queued" | "sent" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mails, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MailSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The mail */
                mailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One mail with its text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailDetail"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendMail: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The mail */
                mailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: send a mail again as it was written */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSummary"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMediaJobs: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Only jobs of this production site */
                siteId?: string;
                /** @description Only those in this state */
                state?: "queued" | "released" | "staged" | "imaged" | "submitted" | "running" | "made" | "failed" | "expired" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Media jobs, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["JobSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewMediaJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One media job: manifest, routing, reports, discs, command files, label */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelMediaJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: cancel a job, or ask its site to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerouteMediaJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerouteJob"];
            };
        };
        responses: {
            /** @description Done: give a job that was not sent to the device to another site */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryMediaJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: make again what a job left unmade, as a new job */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMediaOffers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every media kit and whether the store offers it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaOffers"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchMediaOffer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The part number of the item */
                partNumber: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    offered: boolean;
                };
            };
        };
        responses: {
            /** @description Done: show or hide the media kit of a product; a hidden kit cannot be ordered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaOffers"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllOrders: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description A part of a name, a number or an ID */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders, newest first; search by order number, purchase order number or account ID */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrderSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewAnyOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An order with its timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOrder"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadAnyReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A4, one or more pages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordShipment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipmentRequest"];
            };
        };
        responses: {
            /** @description Done: record a parcel that left */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOrder"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listParentLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Add-ons that are live and not linked to their base line on the platform */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ParentLink"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeParentLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The activation ID of the line */
                activationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: say that the link was set on the platform by hand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ParentLink"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryParentLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The activation ID of the line */
                activationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: have the platform asked for the link again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ParentLink"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPartnerConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Decisions of companies and staff about partners, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PartnerConsent"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    namePartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account ID of the customer */
                customerAccountId: string;
                /** @description The account ID of the partner */
                partnerAccountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endPartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account ID of the customer */
                customerAccountId: string;
                /** @description The account ID of the partner */
                partnerAccountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pingPlatform: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the entitlement platform answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answers: boolean;
                        reason: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPriceLists: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Words to search for */
                q?: string;
                /** @description Only those in this state */
                state?: "live" | "scheduled" | "ended";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Price lists, by id, each with its state and size */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PriceListSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importPriceLists: {
        parameters: {
            query?: {
                /** @description The decimal mark of the file */
                decimal?: "point" | "comma";
                /** @description The SHA-256 of the file, as the preview told it */
                hash?: string;
                /** @description Whether to say only what would change */
                preview?: "true" | "false";
                /** @description The separator of the file’s columns */
                separator?: "comma" | "semicolon" | "tab";
            };
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done: put the price lists of a CSV file in place, all or none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceChange"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportPriceLists: {
        parameters: {
            query?: {
                /** @description The price list */
                list?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV, the header first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewPriceList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The price list */
                listId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One price list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        audience: "account" | "group" | "partnerTier" | "accountType" | "everybody";
                        audienceValue: string;
                        currency: string;
                        fallsBack: boolean;
                        id: string;
                        name: string;
                        priority: number;
                        /** @enum {string} */
                        state: "live" | "scheduled" | "ended";
                        validFrom: string | null;
                        validThrough: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPriceListEntries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Words to search for */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The price list */
                listId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries of a price list, by part number and quantity */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PriceListEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The store's product chains, by id, each in a sentence */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedChain"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveChains: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    chains: {
                        /** @default [] */
                        cohort?: string[];
                        from: {
                            name: string;
                            /** @default null */
                            version?: string | null;
                        };
                        /** @default null */
                        generalFrom?: string | null;
                        /** @enum {string} */
                        grants: "update" | "upgrade" | "hidden";
                        id: string;
                        to: {
                            name: string;
                            version: string;
                        };
                        /** @enum {string} */
                        validator: "subscription" | "maintenance" | "warranty";
                        /** @default null */
                        warrantyDays?: number | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done: add or replace product chains by id, all or none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        chains: number;
                        itemsChanged: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain of products */
                chainId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: take a product chain away */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        chains: number;
                        itemsChanged: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openEarlyShip: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain of products */
                chainId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: open an early ship to every eligible account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        chains: number;
                        itemsChanged: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeBackEarlyShip: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain of products */
                chainId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: take a release back to its cohort */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        chains: number;
                        itemsChanged: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewPush: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Writes to the platform for an order, with every attempt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Push"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryPush: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: try a push again now; it searches before it creates */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Push"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewQueue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count of jobs that wait, run or have failed for good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dead: number;
                        running: number;
                        waiting: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllQuotes: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description A part of a name, a number or an ID */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Quotes, newest first, drafts too; search by number or account ID */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["QuoteSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draftQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftQuote"];
            };
        };
        responses: {
            /** @description Done: draft a quote as an account: its catalog, prices, tax and freight */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffQuote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewAnyQuote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A quote with all versions and the traces of their prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffQuote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redraftQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftContent"];
            };
        };
        responses: {
            /** @description Done: replace the draft, or begin the next version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffQuote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeForAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceForAccount"];
            };
        };
        responses: {
            /** @description Done: place the order for the account, on its purchase order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description Done: place the order for the account, on its purchase order */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: send the draft to the account; the version before is superseded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffQuote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done: take a quote back, with the reason */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffQuote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRedirectRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rules that send accounts to another site with their hand-off */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            accountId: string;
                            accountType: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: string;
                            id: string;
                            partnerTier: string;
                            refusal: string | null;
                            targetUrl: string;
                        }[];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defineRedirectRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedirectRule"];
            };
        };
        responses: {
            /** @description Done: send the accounts of a type, a tier or one account ID to another site */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accountId: string;
                        accountType: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        id: string;
                        partnerTier: string;
                        refusal: string | null;
                        targetUrl: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeRedirectRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The rule */
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRightsWithoutOrder: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description Whether rights that were given away on purpose are meant */
                granted?: "true" | "false";
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rights that carry no order ID, by currency and value; those given away on purpose in a list of their own */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedRight"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markAsGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The activation ID of the line */
                activationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantRight"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeBackGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The activation ID of the line */
                activationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production sites with their queues and last check-in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ProductionSite"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSyncRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sync runs, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SyncRun"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startSync: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    dryRun?: boolean;
                    /**
                     * @default full
                     * @enum {string}
                     */
                    mode?: "full" | "incremental";
                };
            };
        };
        responses: {
            /** @description Done: start a sync, or take up the one that was interrupted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runId: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewSyncRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sync run with its report and its dry run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewedSyncRun"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardDryRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: forget what a dry run has read */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runId: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHeldRemovals: {
        parameters: {
            query?: {
                /** @description The key of the last row of the page before */
                afterKey?: string;
                /** @description The kind of the last row of the page before */
                afterKind?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removals that a run held back, by kind and key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            decidedAt: string | null;
                            decidedBy: string | null;
                            key: string;
                            kind: string;
                            label: string;
                            /** @enum {string} */
                            state: "held" | "applied" | "rejected";
                        }[];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyHeldRemovals: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: remove what a run held: it was meant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decided: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectHeldRemovals: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: keep what a run held: it was not meant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decided: number;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishDryRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The run */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: publish what a dry run has read; look at the run for when it is done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runId: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTitleMisses: {
        parameters: {
            query?: {
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requested titles without a media kit, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TitleMiss"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders that wait or waited: one’s own, and for approvers the company’s */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApprovalSummary"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The request for approval */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One of them, with its lines, why it waits, and what may be done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    payApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The request for approval */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: pay by card what was approved; the order is placed when the money is there */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The request for approval */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectApproval"];
            };
        };
        responses: {
            /** @description Done: reject it, and say why */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The request for approval */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseApproval"];
            };
        };
        responses: {
            /** @description Done: approve it: price, tax, visibility and limits are asked again, and it becomes one order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The request for approval */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: take back what one asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewCart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The open cart at today’s prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptPrices: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptPrices"];
            };
        };
        responses: {
            /** @description Done: agree to prices that have risen, as they were seen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chooseCoTerm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoTerm"];
            };
        };
        responses: {
            /** @description Done: end every term in the cart on one day, priced by the day, or let each run its own */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chooseEndCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndCustomer"];
            };
        };
        responses: {
            /** @description Done: name the customer that a partner orders for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addToCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddToCart"];
            };
        };
        responses: {
            /** @description Done: add an item */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeCartLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The line of the cart */
                lineId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: remove a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeCartLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The line of the cart */
                lineId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCartLine"];
            };
        };
        responses: {
            /** @description Done: change a quantity */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApprovalRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders that wait for an approver */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyRules"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addApprovalRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApprovalRule"];
            };
        };
        responses: {
            /** @description Done: have orders over an amount wait for an approver */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRule"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropApprovalRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The rule */
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allowOwnApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalSettings"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Invitations and their outcome */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Invitation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteMember"];
            };
        };
        responses: {
            /** @description Done: invite a person by e-mail address */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The invitation */
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Members of the account and their roles */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CompanyMember"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The member’s sign-in name */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMemberRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The member’s sign-in name */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "viewer" | "buyer" | "approver" | "admin";
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    limitSpending: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The member’s sign-in name */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSpendingLimit"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller’s spending limit and spending */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SpendingLimitUse"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCompanyPartners: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partners that may order for the company, have asked to, or may not any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PartnerOfCompany"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantPartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account ID of the partner */
                partnerAccountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawPartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account ID of the partner */
                partnerAccountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declinePartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account ID of the partner */
                partnerAccountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSpendingLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Spending limits of members, with what each has spent; a member without a limit is not listed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SpendingLimitUse"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCustomerInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The companies that a partner has asked and that have not said yes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AskedCustomer"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskCustomer"];
            };
        };
        responses: {
            /** @description Done: ask a company to let the partner order for it; every account ID gets the same answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customerAccountId: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description A part of a name, a number or an ID */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Customers that a partner may order for: all, or by name and account ID */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            accountId: string;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeals: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deals that the account has registered, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Deal"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterDeal"];
            };
        };
        responses: {
            /** @description Done: register a deal of a partner: customer and part numbers, held against other partners from now on */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewDeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The registered deal */
                dealId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A deal that the account has registered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The registered deal */
                dealId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: give a registration up, and others may register */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listItems: {
        parameters: {
            query?: {
                /** @description Only items of this category */
                category?: "base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book";
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Only items of this product line */
                productLine?: string;
                /** @description Words to search for */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Items that the account may buy, at its prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        didYouMean: string | null;
                        isAlike: boolean;
                        items: components["schemas"]["Item"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewItem: {
        parameters: {
            query?: {
                /** @description How many are to be bought */
                quantity?: number;
            };
            header?: never;
            path: {
                /** @description The part number of the item */
                partNumber: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One item at the price for a quantity */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainItem: {
        parameters: {
            query?: {
                /** @description How many are to be bought */
                quantity?: number;
            };
            header?: never;
            path: {
                /** @description The part number of the item */
                partNumber: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Why the account sees an item, and what its price came from */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberExplanation"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countItems: {
        parameters: {
            query?: {
                /** @description Only items of this category */
                category?: "base" | "update" | "upgrade" | "addon" | "seat" | "media" | "maintenance" | "service" | "book";
                /** @description Only items of this product line */
                productLine?: string;
                /** @description Words to search for */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count of items by category and product line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listItemGroups: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Products, each with its updates and what is sold beside it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accountId: string;
                        items: components["schemas"]["ItemGroup"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggestItems: {
        parameters: {
            query: {
                /** @description Words to search for */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Suggestions for what was typed so far */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accountId: string;
                        items: components["schemas"]["SearchHint"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orderFreeKit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    downloadDeclined?: boolean;
                    partNumber: string;
                    /** @default 1 */
                    quantity?: number;
                    requestKey: string;
                    shipTo: components["schemas"]["PostalAddressInForm"];
                };
            };
        };
        responses: {
            /** @description Done: order a free media kit with one confirm */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The orders of the account, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrderSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description Done: accept a priced cart: on a purchase order, by card, or with nothing to pay */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description Done: accept a priced cart: on a purchase order, by card, or with nothing to pay */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrdersElsewhere: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders that the platform knows and this store did not take, with the lines the account has of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrderedElsewhere"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrdersForYou: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders that partners placed for the account, newest first, without prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrderedForYou"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewOrderForYou: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One order that a partner placed for the account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderedForYou"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An order: what is live, being made, and shipped */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrderEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events of an order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrderEvent"][];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A4, one or more pages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The card payment */
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: look a card payment up now; places its order when the money is there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentCheck"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    priceCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceCart"];
            };
        };
        responses: {
            /** @description Done: price the cart for a destination, with tax and freight, and freeze it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricedCart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewPricedCart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The priced cart */
                pricedCartId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A priced cart as it was given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricedCart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description Only items of this category */
                category?: string;
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
                /** @description Only lines whose maintenance is in this state */
                maintenance?: "maintained" | "ending" | "lapsed" | "none";
                /** @description Words to search for */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines that the account owns, each with its updates and its present actions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstallBase"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDownloads: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The activation ID of the line */
                activationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Files of a line that this member may download, as the platform says now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Downloads"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuotes: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; without it the first page */
                cursor?: string;
                /** @description How many rows a page has at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quotes of the account, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["QuoteSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveQuote"];
            };
        };
        responses: {
            /** @description Done: keep the cart as a quote of the account, good for thirty days */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewQuote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A quote with every version that was sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptQuote"];
            };
        };
        responses: {
            /** @description Done: accept a quote: on a purchase order, by card, or with nothing to pay */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description Done: accept a quote: on a purchase order, by card, or with nothing to pay */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reloadQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: put what the quote is about into the cart, in place of what is there, at today’s prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadQuote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A4, one or more pages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declineQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The quote */
                quoteId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done: decline a quote, with the reason */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed-on member and the account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchAccount"];
            };
        };
        responses: {
            /** @description Done: go on for another account of the same member; the present session ends */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnResult"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts that the member may act for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsToChoose"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOnBody"];
            };
        };
        responses: {
            /** @description Done: sign on with a hand-off of the portal, with the platform’s password, or with the choice of an account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountChoice"];
                };
            };
            /** @description Done: sign on with a hand-off of the portal, with the platform’s password, or with the choice of an account */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOnResult"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkInSite: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteCheckIn"];
            };
        };
        responses: {
            /** @description Done: check in with the site’s present abilities */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        pollSeconds: number;
                        siteId: string;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchSiteFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The SHA-256 of the file, as 64 hexadecimal digits */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The range */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceInventory: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteInventory"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSiteJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs of this site that are not finished */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jobs: {
                            cancelRequested: boolean;
                            copies: number;
                            jobId: string;
                            manifest: {
                                discs: {
                                    files: {
                                        md5: string | null;
                                        path: string;
                                        sha256: string;
                                        sizeBytes: number;
                                    }[];
                                    /** @enum {string} */
                                    medium: "CD" | "DVD" | "DVD-DL" | "BD";
                                    number: number;
                                    volumeId: string;
                                }[];
                                /** @enum {number} */
                                formatVersion: 1;
                                imageEpoch: number;
                                kitPartNumber: string;
                                kitVersion: string;
                                label: {
                                    brand: {
                                        colour: string;
                                        licenceNotice: string;
                                        name: string;
                                    };
                                    orderNumber: string;
                                    partNumber: string;
                                    title: string;
                                    version: string;
                                };
                                lineNumber: number;
                                orderNumber: string;
                                reference: string;
                            };
                            reference: string;
                            /** @enum {string} */
                            state: "released" | "staged" | "imaged" | "submitted" | "running";
                        }[];
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 characters of the caller’s choice: the same key and content is answered once */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The media job */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteReport"];
            };
        };
        responses: {
            /** @description Done: report a step of a job; the same report id twice is one report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteReportReceipt"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewKitOfTitle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The title’s ID in the portal */
                partnerProductId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The media kit of a title of the portal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewKitOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The title’s ID in the portal */
                partnerProductId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Kits of a portal title that the account may still order, and the downloads that it could take instead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitOffer"];
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The activation ID of the line */
                activationId: string;
                /** @description The file on the platform */
                fileId: string;
                /** @description The download package on the platform */
                packageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Location is the address of the file */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process lives, whether or not its database and partners do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The store can serve: its database answers, and a sync has been published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveStripeEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description As the sender signed it, byte for byte */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done: events of the card processor, signed in the Stripe-Signature header, of at most 4 MiB */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        received: boolean;
                        repeated: boolean;
                    };
                };
            };
            /** @description The store made a mistake */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
